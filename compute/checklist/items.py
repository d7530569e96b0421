"""What the field's checklists ask a paper to state, one declaration an item: of what, and what counts as stating it.

The papers behind the items are cited in ``SOURCES``. Which of them asks for an item was taken from their abstracts and
from digests of the journals' forms; an item without a source is asked for because the checks of this base need it.
"""

from __future__ import annotations

from dataclasses import dataclass

from schema.quantities import Q

__all__ = ["ITEMS", "SOURCES", "Item", "Source", "Way"]


@dataclass(frozen=True)
class Source:
    """A published checklist, guide or interlaboratory study.

    ``unconfirmed``: what of the citation was not seen in a bibliographic record or a citing text when it was entered.
    """

    key: str
    authors: str
    title: str
    where: str
    doi: str
    unconfirmed: str = ""

    @property
    def cited(self) -> str:
        """As one cites it: authors, title, journal, DOI."""
        return f"{self.authors}, {self.title}, {self.where}, doi {self.doi}"


SOURCES = {
    source.key: source
    for source in (
        Source("ohno2020", "Ohno et al.", "How Certain Are the Reported Ionic Conductivities of Thiophosphate-Based Solid Electrolytes? An Interlaboratory Study", "ACS Energy Letters 5 (2020) 910-915", "10.1021/acsenergylett.9b02764"),
        Source("puls2024", "Puls et al.", "Benchmarking the reproducibility of all-solid-state battery cell performance", "Nature Energy 9 (2024) 1310-1320", "10.1038/s41560-024-01634-3"),
        Source("randau2020", "Randau et al.", "Benchmarking the performance of all-solid-state lithium batteries", "Nature Energy 5 (2020) 259-270", "10.1038/s41560-020-0565-1"),
        Source("sun2021", "Sun", "An Experimental Checklist for Reporting Battery Performances", "ACS Energy Letters 6 (2021) 2187", "10.1021/acsenergylett.1c00870"),
        Source("joule2021", "Stephan", "Standardized Battery Reporting Guidelines", "Joule 5 (2021) 1-2", "10.1016/j.joule.2020.12.026", "author, pages"),
        Source("li2020", "Li et al.", "Good practice guide for papers on batteries for the Journal of Power Sources", "Journal of Power Sources 452 (2020) 227824", "10.1016/j.jpowsour.2020.227824", "all"),
        Source("cao2019", "Cao et al.", "Bridging the academic and industrial metrics for next-generation practical batteries", "Nature Nanotechnology 14 (2019) 200-207", "10.1038/s41565-019-0371-8"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way of stating an item: all of these quantities, each found in the first of these places that states it.

    The places: ``test`` (the experiment, then its series), ``record`` (the cell or electrolyte itself), ``tests`` (any
    of its experiments), ``settings`` (other experiments of the record by the same method), ``cell`` (in which an
    electrolyte was measured), ``positive``, ``negative``, ``separator``, ``electrodes`` (layers of the stack),
    ``active`` (the active material of the positive electrode), ``assembly`` (process steps of the record), ``steps``
    (those of its layers too, but not of coatings).
    ``rule`` names a question that isn't one of quantities, answered in :mod:`compute.checklist.look`.
    """

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    rule: str = ""

    def __post_init__(self) -> None:
        for name in self.names:
            Q[name]  # an unknown name is refused when the item is declared


@dataclass(frozen=True)
class Item:
    """One thing to state: of which kinds of record, after which kinds of test, and for each test or once a record.

    ``unless`` names the exemptions (in :mod:`compute.checklist.look`) under which it is not applicable.
    """

    id: str
    asks: str
    of: tuple[str, ...]
    tests: tuple[str, ...]
    ways: tuple[Way, ...]
    sources: tuple[str, ...] = ()
    each_test: bool = False
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key in self.sources:
            SOURCES[key]


def _any(places: str, *names: str) -> tuple[Way, ...]:
    """Any one of some quantities, looked for in the same places."""
    return tuple(Way((name,), tuple(places.split())) for name in names)


FULL = ("full cell", "half cell")
PLATED = ("symmetric cell", "asymmetric cell")
CELLS = FULL + PLATED
ELECTROLYTE = ("electrolyte",)
CYCLED = ("cycling", "rate")
ALL_TESTS = ("cycling", "rate", "plating", "critical current", "impedance")
STRIPPED = ("lithium_areal_capacity", "initial_lithium_areal_capacity", "final_lithium_areal_capacity")
STATED_CURRENT = ("c_rate", "current_density", "current", "current_per_active_mass")
CAPACITIES = (
    "initial_capacity_per_active_mass", "final_capacity_per_active_mass", "discharge_capacity_per_active_mass",
    "first_discharge_capacity_per_active_mass", "capacity_per_composite_mass", "initial_areal_capacity",
    "final_areal_capacity", "areal_capacity", "cell_capacity",
)  # fmt: skip

ITEMS = (
    # a cell that is charged and discharged
    Item("active_loading", "loading of the positive electrode, per area and with what it counts", FULL, CYCLED,
         (*_any("record positive", "active_mass_loading", "composite_mass_loading"), Way(rule="thickness of a pure film")),
         ("sun2021", "joule2021", "li2020")),
    Item("electrode_composition", "fractions of the composite electrode", FULL, CYCLED,
         (Way(rule="fractions of the positive electrode"),), ("sun2021", "joule2021", "li2020"), unless=("no composite electrode",)),
    Item("cell_area", "area or diameter of the electrodes", CELLS, ALL_TESTS,
         _any("record tests positive negative separator", "area", "diameter"), ("sun2021", "joule2021")),
    Item("electrolyte_thickness", "thickness of the electrolyte layer, or its mass with the area", CELLS, ALL_TESTS,
         (*_any("separator", "thickness"),
          *(Way(("solid_electrolyte_mass", name), ("record", "separator", "positive", "negative")) for name in ("area", "diameter"))),
         ("randau2020", "sun2021"), unless=("no layer of electrolyte",)),
    Item("negative_reserve", "thickness or capacity of the negative electrode, or N/P", FULL, CYCLED,
         (*_any("record tests", "n_to_p_ratio", *STRIPPED), *_any("negative", "thickness", *STRIPPED, "theoretical_areal_capacity")),
         ("sun2021", "joule2021", "cao2019")),
    Item("lithium_thickness", "thickness or capacity of the lithium", PLATED, ("plating", "critical current"),
         (Way(rule="lithium of each electrode"),), ("sun2021", "joule2021")),
    Item("operating_pressure", "pressure on the stack while the cell runs", CELLS, ALL_TESTS,
         _any("record tests", "operating_pressure"), ("puls2024",), unless=("thin-film battery", "no layer of electrolyte")),
    Item("fabrication_pressure", "pressure at which the layers were pressed", CELLS, ALL_TESTS,
         _any("record steps separator positive", "fabrication_pressure"), ("puls2024",), unless=("not pressed",)),
    Item("liquid_amount", "amount of the liquid in the cell", FULL, CYCLED,
         _any("record assembly wetting", "liquid_volume"), ("sun2021", "joule2021", "li2020"), unless=("no liquid",)),
    Item("cell_format", "housing: coin, pouch, mould", CELLS, ALL_TESTS, (Way(rule="format"),), ("sun2021", "joule2021")),
    Item("areal_capacity", "capacity per area, or per mass together with the loading", FULL, CYCLED,
         (*_any("record tests positive", "areal_capacity", "initial_areal_capacity", "final_areal_capacity"),
          *(Way((name, "active_mass_loading"), ("record", "tests", "positive")) for name in CAPACITIES[:4])),
         ("sun2021", "joule2021", "randau2020")),
    Item("one_c", "what 1 C means", FULL, CYCLED,
         (*_any("record tests positive active", "one_c_capacity_per_active_mass", "one_c_current_density"), Way(rule="rate with its current")),
         ("sun2021", "joule2021", "li2020"), unless=("no rate in C",)),
    Item("formation", "formation or activation cycles before the test", FULL, ("cycling",),
         _any("record tests", "activation_cycle_count"), ("sun2021", "joule2021")),
    Item("initial_efficiency", "coulombic efficiency of the first cycle", FULL, ("cycling",),
         (*_any("record tests", "initial_coulombic_efficiency"),
          Way(("first_charge_capacity_per_active_mass", "first_discharge_capacity_per_active_mass"), ("record", "tests"))),
         ("sun2021", "joule2021")),
    Item("steady_efficiency", "coulombic efficiency while it cycles", FULL, ("cycling",),
         _any("record tests", "average_coulombic_efficiency", "coulombic_efficiency"), ("sun2021", "joule2021")),
    Item("average_voltage", "average voltage behind a specific energy", FULL, ("energy",),
         _any("record tests positive active", "average_voltage"), ("randau2020", "cao2019")),
    Item("energy_basis", "which layers a specific energy counts", FULL, ("energy",),
         _any("record tests", "specific_energy_of_active_material", "specific_energy_of_composite", "specific_energy_of_stack",
              "specific_energy_with_half_collectors", "specific_energy_with_collectors"), ("randau2020", "joule2021", "cao2019")),
    Item("replicates", "spread over several cells (a ± on a measured value)", (*CELLS, *ELECTROLYTE),
         (*ALL_TESTS, "conductivity", "arrhenius"), (Way(rule="spread"),), ("puls2024", "ohno2020", "sun2021", "joule2021")),
    # each test of a cell
    Item("test_temperature", "temperature of the test", CELLS, ALL_TESTS,
         _any("test record", "temperature", "temperature_range"), ("sun2021", "joule2021", "li2020"), each_test=True),
    Item("voltage_window", "both cut-off voltages", FULL, CYCLED,
         (Way(("lower_cutoff_voltage", "upper_cutoff_voltage"), ("test", "record")), *_any("test", "potential_range")),
         ("sun2021", "joule2021", "li2020"), each_test=True),
    Item("current", "current, per area or mass or as a rate", CELLS, ("cycling", "rate", "plating"),
         _any("test", *STATED_CURRENT), ("sun2021", "joule2021", "li2020"), each_test=True),
    Item("capacity_of_retention", "capacity in numbers behind a retention", FULL, ("retention",),
         _any("test", *CAPACITIES), ("sun2021", "joule2021"), each_test=True),
    Item("cycle_count", "how many cycles a retention refers to", FULL, ("retention",),
         _any("test", "cycle_count", "cycle_life", "cycle_number"), ("sun2021", "joule2021"), each_test=True),
    Item("plated_capacity", "charge or time of each half-cycle", PLATED, ("plating", "critical current"),
         _any("test", "plated_areal_capacity", "half_cycle_time"), each_test=True),
    Item("current_steps", "range or steps of the current", PLATED, ("critical current",),
         _any("test", "current_density", "current"), each_test=True),
    # an electrolyte, and each test of it
    Item("electrolyte_composition", "fractions of a composite or polymer electrolyte", ELECTROLYTE, ("conductivity", "arrhenius", "electronic", "transference"),
         (Way(rule="fractions of the record"),), ("sun2021", "joule2021"), unless=("one constituent",)),
    Item("sample_thickness", "thickness of the sample", ELECTROLYTE, ("conductivity", "electronic"),
         _any("test record cell", "thickness", "length"), ("ohno2020",)),
    Item("sample_area", "area or diameter of the sample or its electrodes", ELECTROLYTE, ("conductivity", "electronic"),
         _any("test record cell electrodes", "area", "diameter"), ("ohno2020",)),
    Item("pellet_density", "density or porosity of the pellet", ELECTROLYTE, ("conductivity",),
         _any("test record", "density", "porosity"), ("ohno2020",), unless=("not pressed",)),
    Item("pellet_pressure", "pressure at which the pellet was made", ELECTROLYTE, ("conductivity",),
         _any("test record steps cell", "fabrication_pressure"), ("ohno2020",), unless=("not pressed",)),
    Item("contact_pressure", "pressure on the pellet while it is measured", ELECTROLYTE, ("conductivity",),
         _any("test record cell", "operating_pressure"), ("ohno2020",), unless=("not pressed",)),
    Item("blocking_electrodes", "electrodes of the measurement", ELECTROLYTE, ("conductivity", "electronic", "stability"),
         (Way(rule="electrodes of the measurement"),), ("ohno2020",), each_test=True),
    Item("conductivity_temperature", "temperature of the conductivity", ELECTROLYTE, ("conductivity", "electronic", "transference"),
         _any("test", "temperature", "temperature_range"), ("ohno2020",), each_test=True),
    Item("frequency_range", "range of frequencies of the impedance", (*CELLS, *ELECTROLYTE), ("conductivity", "impedance"),
         (Way(("lowest_frequency", "highest_frequency"), ("test", "settings")), *_any("test settings", "frequency_range")),
         ("ohno2020",), each_test=True, unless=("not by impedance",)),
    Item("amplitude", "amplitude of the alternating voltage", (*CELLS, *ELECTROLYTE), ("conductivity", "impedance"),
         _any("test settings", "voltage_amplitude"), ("ohno2020",), each_test=True, unless=("not by impedance",)),
    Item("arrhenius_range", "range of temperatures of an activation energy", ELECTROLYTE, ("arrhenius",),
         _any("test", "temperature_range"), ("ohno2020",), each_test=True),
    Item("arrhenius_form", "whether ln σ or ln σT was fitted", ELECTROLYTE, ("arrhenius",), (Way(rule="form of the Arrhenius law"),), each_test=True),
    Item("polarisation_voltage", "voltage of the polarisation", ELECTROLYTE, ("electronic", "transference"),
         _any("test", "polarisation_voltage"), each_test=True),
    Item("scan", "scan rate of the voltammogram", ELECTROLYTE, ("stability",), _any("test", "scan_rate"), each_test=True),
)  # fmt: skip
"""Everything that is asked for, in the order in which it is told."""
