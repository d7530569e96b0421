// The console: GraphiQL on this server's own /graphql, with its example operations in a panel of their own.
import React, { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { GraphiQL } from "graphiql";
import { useEditorContext } from "@graphiql/react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import "graphiql/style.css";
import "./console.css";

const examples = fetch("documents.json")
  .then((answer) => (answer.ok ? answer.json() : []))
  .catch(() => []);

const titled = (name) => name.replaceAll("_", " ");

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h16M4 12h16M4 19h10" strokeLinecap="round" />
    </svg>
  );
}

function Examples() {
  const [known, setKnown] = useState([]);
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  useEffect(() => {
    examples.then(setKnown);
  }, []);
  const open = (one) => {
    queryEditor?.setValue(one.query);
    variableEditor?.setValue("");
  };
  return (
    <section aria-label="Example operations" className="kb-examples">
      <h2>Examples</h2>
      {known.length === 0 && <p>This server has none.</p>}
      {known.map((one) => (
        <button key={one.id} type="button" onClick={() => open(one)} title={`GET /graphql?id=${one.name}`}>
          <strong>{titled(one.name)}</strong>
          <span>{one.about}</span>
        </button>
      ))}
    </section>
  );
}

const EXAMPLES = { title: "Examples", icon: Icon, content: Examples };

// ?query=… and ?example=name open a document; ?run answers it at once.
const asked = new URLSearchParams(window.location.search);

// Clicks a button as soon as it is there. GraphiQL opens no panel by itself: its pane is laid out before it knows its plugins.
function Click({ selector, after }) {
  useEffect(() => {
    const timer = setInterval(() => {
      const button = document.querySelector(selector);
      if (button && document.querySelector(after)) {
        clearInterval(timer);
        button.click();
      }
    }, 50);
    return () => clearInterval(timer);
  }, []);
  return null;
}

examples.then((known) => {
  const named = known.find((one) => one.name === asked.get("example"));
  const query = asked.get("query") ?? named?.query;
  const first = known[0]?.query ?? "{\n  build\n}\n";
  createRoot(document.getElementById("console")).render(
    <>
      <GraphiQL
        fetcher={createGraphiQLFetcher({ url: new URL("graphql", window.location.href).href })}
        plugins={[EXAMPLES]}
        defaultQuery={first}
        {...(query === undefined ? {} : { defaultTabs: [{ query }], storage: null })}
        isHeadersEditorEnabled
        shouldPersistHeaders={false}
      />
      <Click selector='[aria-label="Show Examples"]' after=".graphiql-query-editor .CodeMirror" />
      {asked.has("run") && <Click selector=".graphiql-execute-button" after=".graphiql-query-editor .CodeMirror" />}
    </>,
  );
});
