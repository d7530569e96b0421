from typing import Any, Optional, Union

from .base_client import BaseClient
from .base_model import UNSET, UnsetType
from .cell_in_full import CellInFull
from .cells_and_their_balance import CellsAndTheirBalance
from .choosing_an_electrolyte import ChoosingAnElectrolyte
from .conductivity_by_family import ConductivityByFamily
from .curation_of_a_paper import CurationOfAPaper
from .electrolytes_at_temperature import ElectrolytesAtTemperature
from .enums import QuantityName
from .explanation import Explanation
from .materials_by_elements import MaterialsByElements
from .papers import Papers
from .readings_page_by_page import ReadingsPageByPage
from .records_side_by_side import RecordsSideBySide
from .review_of_a_paper import ReviewOfAPaper
from .treatments_and_controls import TreatmentsAndControls
from .what_if import WhatIf


def gql(q: str) -> str:
    return q


class TypedClient(BaseClient):
    def cell_in_full(self, cell: str, **kwargs: Any) -> CellInFull:
        query = gql("""
            query CellInFull($cell: ID! = "nguyen2024/li-cse-ncm811-5.2") {
              cell(id: $cell) {
                written
                kind
                format
                stack {
                  position
                  role
                  of {
                    __typename
                    id
                    written
                    ... on Material {
                      composition {
                        reducedFormula
                      }
                    }
                    ... on Electrode {
                      ...ElectrodeParts
                    }
                    ... on Electrolyte {
                      ...ElectrolyteParts
                    }
                  }
                }
                readings(first: 200) {
                  nodes {
                    quantity
                    printed
                    quote
                    checks {
                      verdict
                      formula
                      gap
                    }
                  }
                }
              }
            }

            fragment ElectrodeParts on Electrode {
              constituents {
                role
                material {
                  id
                  written
                }
              }
            }

            fragment ElectrolyteParts on Electrolyte {
              constituents {
                role
                material {
                  id
                  written
                }
              }
            }
            """)
        variables: dict[str, object] = {"cell": cell}
        response = self.execute(
            query=query, operation_name="CellInFull", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CellInFull.model_validate(data)

    def cells_and_their_balance(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CellsAndTheirBalance:
        query = gql("""
            query CellsAndTheirBalance($first: Int = 20, $after: String) {
              cells(
                first: $first
                after: $after
                where: {or: [{derived: {quantity: {in: [n_to_p_ratio, specific_energy_of_active_material, areal_energy]}}}, {has: {nToPRatio: {}}}, {has: {specificEnergyOfCell: {}}}]}
              ) {
                totalCount
                nodes {
                  id
                  written
                  kind
                  readings(
                    where: {quantity: {in: [n_to_p_ratio, specific_energy_of_cell, specific_energy_of_active_material, areal_energy]}}
                  ) {
                    nodes {
                      ...CellNumber
                      printed
                      claim
                    }
                  }
                  derived(
                    where: {quantity: {in: [n_to_p_ratio, specific_energy_of_active_material, areal_energy]}}
                  ) {
                    nodes {
                      quantity
                      convention
                      formula
                      value {
                        lo
                        mid
                        hi
                        unit
                      }
                      inputs {
                        parameter
                        printed
                        reading {
                          quote
                        }
                      }
                    }
                  }
                }
                pageInfo {
                  endCursor
                  hasNextPage
                }
              }
            }

            fragment CellNumber on Reading {
              id
              quantity
              value {
                lo
                mid
                hi
                unit
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after}
        response = self.execute(
            query=query,
            operation_name="CellsAndTheirBalance",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CellsAndTheirBalance.model_validate(data)

    def choosing_an_electrolyte(
        self,
        at_least: Union[Optional[str], UnsetType] = UNSET,
        temperature: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ChoosingAnElectrolyte:
        query = gql("""
            query ChoosingAnElectrolyte($atLeast: String = "1 mS/cm", $temperature: String = "20..30 degC", $first: Int = 20) {
              electrolytes(
                first: $first
                where: {has: {ionicConductivity: {gte: $atLeast, claim: [MEASURED], at: {temperature: $temperature}}}}
                orderBy: {quantity: ionic_conductivity, direction: DESC}
              ) {
                totalCount
                nodes {
                  id
                  written
                  family
                  form
                  paper {
                    title
                    doi
                    year
                  }
                  readings(
                    first: 20
                    where: {quantity: {in: [ionic_conductivity, thickness, area_specific_resistance]}}
                  ) {
                    nodes {
                      quantity
                      printed
                      quote
                      where
                      value {
                        lo
                        mid
                        hi
                        unit
                      }
                      conditions {
                        quantity
                        state
                        printed
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "atLeast": at_least,
            "temperature": temperature,
            "first": first,
        }
        response = self.execute(
            query=query,
            operation_name="ChoosingAnElectrolyte",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ChoosingAnElectrolyte.model_validate(data)

    def conductivity_by_family(
        self, temperature: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> ConductivityByFamily:
        query = gql("""
            query ConductivityByFamily($temperature: String = "20..30 degC") {
              electrolyteFacets(
                by: FAMILY
                quantity: ionic_conductivity
                at: {temperature: $temperature}
              ) {
                key
                count
                readings
                limits
                minimum
                lowerQuartile
                median
                upperQuartile
                maximum
                unit
              }
            }
            """)
        variables: dict[str, object] = {"temperature": temperature}
        response = self.execute(
            query=query,
            operation_name="ConductivityByFamily",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ConductivityByFamily.model_validate(data)

    def curation_of_a_paper(self, paper: str, **kwargs: Any) -> CurationOfAPaper:
        query = gql("""
            query CurationOfAPaper($paper: ID! = "tan2021") {
              paper(id: $paper) {
                title
                curators
                checkedBy
                reviewNote
                readings(where: {ambiguity: {isNull: false}}, first: 100) {
                  totalCount
                  nodes {
                    id
                    printed
                    quote
                    ambiguity
                    orReads
                  }
                }
                misprints(first: 100) {
                  totalCount
                  nodes {
                    id
                    issue
                    strength
                    printed
                    asRead
                    reason
                    fromExtraction
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"paper": paper}
        response = self.execute(
            query=query,
            operation_name="CurationOfAPaper",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CurationOfAPaper.model_validate(data)

    def electrolytes_at_temperature(
        self, temperature: str, **kwargs: Any
    ) -> ElectrolytesAtTemperature:
        query = gql("""
            query ElectrolytesAtTemperature($temperature: String! = "25 degC") {
              electrolytesAtTemperature(temperature: $temperature, first: 20) {
                basis
                lines {
                  label
                  paper
                  ionicConductivity {
                    ...Number
                  }
                  areaSpecificResistance {
                    ...Number
                  }
                }
                notes
              }
            }

            fragment Number on ComparedNumber {
              text
              lo
              mid
              hi
              unit
              provenance
              why
              contradictedBy
              sources {
                id
                where
                quote
              }
            }
            """)
        variables: dict[str, object] = {"temperature": temperature}
        response = self.execute(
            query=query,
            operation_name="ElectrolytesAtTemperature",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ElectrolytesAtTemperature.model_validate(data)

    def explanation(self, id: str, **kwargs: Any) -> Explanation:
        query = gql("""
            query Explanation($id: ID! = "lim2022/li-5min/stripping-cycled/lithium_loss#lithium_loss") {
              explanation(id: $id) {
                judged {
                  headline
                  strength
                  rule
                  formula {
                    equation
                  }
                  inputs {
                    name
                    printed
                    place
                    quote
                  }
                  computed {
                    words
                  }
                  gap {
                    words
                  }
                  doesNotSay
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="Explanation", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Explanation.model_validate(data)

    def materials_by_elements(
        self,
        all_of: Union[Optional[list[str]], UnsetType] = UNSET,
        none_of: Union[Optional[list[str]], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> MaterialsByElements:
        query = gql("""
            query MaterialsByElements($allOf: [String!] = ["Li", "S"], $noneOf: [String!] = ["Ge"], $first: Int = 50) {
              materials(first: $first, where: {elements: {allOf: $allOf, noneOf: $noneOf}}) {
                totalCount
                nodes {
                  id
                  written
                  family
                  composition {
                    reducedFormula
                    chemicalSystem
                    molarMass
                    elements {
                      element
                      amount
                      fraction
                    }
                  }
                  electrolytes {
                    id
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "allOf": all_of,
            "noneOf": none_of,
            "first": first,
        }
        response = self.execute(
            query=query,
            operation_name="MaterialsByElements",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MaterialsByElements.model_validate(data)

    def papers(
        self, first: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> Papers:
        query = gql("""
            query Papers($first: Int = 5) {
              papers(first: $first) {
                totalCount
                nodes {
                  id
                  title
                  year
                  cells(first: 10) {
                    nodes {
                      id
                      written
                      stack {
                        position
                        role
                      }
                    }
                  }
                }
                pageInfo {
                  endCursor
                  hasNextPage
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first}
        response = self.execute(
            query=query, operation_name="Papers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Papers.model_validate(data)

    def readings_page_by_page(
        self,
        quantity: Union[Optional[QuantityName], UnsetType] = UNSET,
        unit: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReadingsPageByPage:
        query = gql("""
            query ReadingsPageByPage($quantity: QuantityName = ionic_conductivity, $unit: String, $first: Int = 100, $after: String) {
              readings(first: $first, after: $after, where: {quantity: {eq: $quantity}}) {
                totalCount
                edges {
                  cursor
                  node {
                    id
                    printed
                    qualifier
                    claim
                    how
                    value(unit: $unit) {
                      lo
                      mid
                      hi
                      unit
                    }
                    subject {
                      __typename
                      id
                      written
                    }
                    paper {
                      id
                    }
                  }
                }
                pageInfo {
                  endCursor
                  hasNextPage
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "quantity": quantity,
            "unit": unit,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query,
            operation_name="ReadingsPageByPage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ReadingsPageByPage.model_validate(data)

    def records_side_by_side(self, ids: list[str], **kwargs: Any) -> RecordsSideBySide:
        query = gql("""
            query RecordsSideBySide($ids: [ID!]! = ["nguyen2024/cse", "nguyen2024/spe"]) {
              compare(
                ids: $ids
                quantities: [ionic_conductivity, activation_energy]
                at: {temperature: "20..40 degC"}
              ) {
                basis
                notes
                lines {
                  label
                  values {
                    column
                    text
                    unit
                    provenance
                    why
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids}
        response = self.execute(
            query=query,
            operation_name="RecordsSideBySide",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RecordsSideBySide.model_validate(data)

    def review_of_a_paper(self, paper: str, **kwargs: Any) -> ReviewOfAPaper:
        query = gql("""
            query ReviewOfAPaper($paper: ID! = "nguyen2024") {
              paper(id: $paper) {
                title
                contradictions: checks(
                  where: {verdict: {in: [INCONSISTENT, CONSISTENT_ONLY_AS]}}
                  orderBy: {by: VERDICT, direction: DESC}
                  first: 100
                ) {
                  totalCount
                  nodes {
                    id
                    verdict
                    strength
                    quantity
                    reported
                    gap
                    gapKind
                    onlyAs
                    told
                  }
                }
                untested: checks(where: {verdict: {eq: UNTESTABLE}}, first: 100) {
                  totalCount
                  nodes {
                    id
                    formula
                    missing
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"paper": paper}
        response = self.execute(
            query=query, operation_name="ReviewOfAPaper", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReviewOfAPaper.model_validate(data)

    def treatments_and_controls(
        self,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> TreatmentsAndControls:
        query = gql("""
            query TreatmentsAndControls($first: Int = 50, $after: String) {
              contrasts(first: $first, after: $after, where: {pairs: {}}) {
                totalCount
                nodes {
                  id
                  differs
                  paper {
                    id
                    year
                  }
                  control {
                    __typename
                    ...ComparedRecord
                  }
                  treatment {
                    __typename
                    ...ComparedRecord
                  }
                  pairs {
                    control {
                      ...PairedReading
                    }
                    treatment {
                      ...PairedReading
                    }
                  }
                }
                pageInfo {
                  endCursor
                  hasNextPage
                }
              }
            }

            fragment ComparedRecord on Node {
              id
              ... on Thing {
                written
              }
            }

            fragment PairedReading on Reading {
              id
              quantity
              qualifier
              value {
                lo
                mid
                hi
                unit
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after}
        response = self.execute(
            query=query,
            operation_name="TreatmentsAndControls",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TreatmentsAndControls.model_validate(data)

    def what_if(self, cell: str, **kwargs: Any) -> WhatIf:
        query = gql("""
            query WhatIf($cell: ID! = "lim2022/full-7.2-5min") {
              whatIf(
                cell: $cell
                changes: [{name: "negative_thickness", value: "20 um"}, {name: "average_voltage", value: "3.7 V"}]
              ) {
                changes {
                  name
                  to
                }
                values {
                  name
                  of
                  unit
                  before {
                    lo
                    mid
                    hi
                  }
                  after {
                    lo
                    mid
                    hi
                  }
                  effect
                  effectKind
                }
                verdicts {
                  id
                  before
                  after
                }
              }
            }
            """)
        variables: dict[str, object] = {"cell": cell}
        response = self.execute(
            query=query, operation_name="WhatIf", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhatIf.model_validate(data)
