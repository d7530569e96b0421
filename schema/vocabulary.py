"""The closed lists: what a record may say where only some words are meaningful. A new word is one line here."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "CONVENTIONS",
    "THINGS",
    "CellFormat",
    "CellKind",
    "CheckedBy",
    "Claim",
    "ConditionState",
    "DismissReason",
    "ElectrolyteForm",
    "ElectrolyteKind",
    "Family",
    "How",
    "Issue",
    "LayerRole",
    "Method",
    "Provenance",
    "Relation",
    "Role",
    "StepMethod",
    "Strength",
    "Verdict",
]  # fmt: skip


THINGS = ("material", "electrolyte", "coating", "electrode", "cell")
"""The kinds of record that experiments, steps and readings belong to."""


class Family(StrEnum):
    """What kind of material it is."""

    GARNET = "garnet"
    PEROVSKITE = "perovskite"
    ARGYRODITE = "argyrodite"
    HALIDE = "halide"
    NASICON = "nasicon"
    THIO_LISICON = "thio_lisicon"
    SULFIDE = "sulfide"
    OXIDE = "oxide"
    BOROHYDRIDE = "borohydride"
    NITRIDE = "nitride"
    POLYMER = "polymer"
    LIPON = "lipon"
    LAYERED_OXIDE = "layered_oxide"
    VANADIUM_OXIDE = "vanadium_oxide"
    OLIVINE = "olivine"
    SPINEL = "spinel"
    METAL = "metal"
    ALLOY = "alloy"
    SILICON = "silicon"
    BINDER = "binder"
    CONDUCTIVE_CARBON = "conductive_carbon"
    SALT = "salt"
    PLASTICIZER = "plasticizer"
    MONOMER = "monomer"
    INITIATOR = "initiator"
    SOLVENT = "solvent"
    ADDITIVE = "additive"
    SEPARATOR = "separator"
    LIQUID_ELECTROLYTE = "liquid_electrolyte"
    COMPOSITE = "composite"
    MOF = "mof"
    OTHER = "other"


class ElectrolyteKind(StrEnum):
    """Of what nature an electrolyte is."""

    INORGANIC = "inorganic"
    POLYMER = "polymer"
    COMPOSITE = "composite"
    LIQUID = "liquid"


class ElectrolyteForm(StrEnum):
    """In what shape an electrolyte is used."""

    PELLET = "pellet"
    FILM = "film"
    THIN_FILM = "thin_film"
    MEMBRANE = "membrane"
    POWDER = "powder"
    LIQUID = "liquid"
    NOT_STATED = "not_stated"


class Role(StrEnum):
    """What a constituent is there for."""

    ACTIVE_MATERIAL = "active_material"
    SOLID_ELECTROLYTE = "solid_electrolyte"
    CONDUCTIVE_CARBON = "conductive_carbon"
    BINDER = "binder"
    FILLER = "filler"
    FRAMEWORK = "framework"
    MATRIX = "matrix"
    SCAFFOLD = "scaffold"
    SALT = "salt"
    PLASTICIZER = "plasticizer"
    MONOMER = "monomer"
    INITIATOR = "initiator"
    SOLVENT = "solvent"
    SURFACTANT = "surfactant"
    PORE_FORMER = "pore_former"
    ADDITIVE = "additive"
    COATING = "coating"
    DOPANT = "dopant"
    OTHER = "other"


class CellKind(StrEnum):
    """What a cell is built to measure."""

    FULL = "full"
    HALF = "half"
    SYMMETRIC = "symmetric"
    BLOCKING = "blocking"
    ASYMMETRIC = "asymmetric"


class CellFormat(StrEnum):
    """The housing."""

    COIN = "coin"
    POUCH = "pouch"
    MOULD = "mould"
    THIN_FILM = "thin_film"
    OTHER = "other"
    NOT_STATED = "not_stated"


class LayerRole(StrEnum):
    """What a layer of a cell's stack is."""

    COLLECTOR = "collector"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    WORKING = "working"
    COUNTER = "counter"
    BLOCKING = "blocking"
    SEPARATOR = "separator"
    COATING = "coating"
    WETTING = "wetting"


class Method(StrEnum):
    """How something was measured or computed."""

    EIS = "eis"
    DC_POLARISATION = "dc_polarisation"
    CHRONOAMPEROMETRY = "chronoamperometry"
    LSV = "lsv"
    CV = "cv"
    GALVANOSTATIC_CYCLING = "galvanostatic_cycling"
    RATE_TEST = "rate_test"
    PLATING_STRIPPING = "plating_stripping"
    CRITICAL_CURRENT_TEST = "critical_current_test"
    STRIPPING_TEST = "stripping_test"
    PRESSIOMETRY = "pressiometry"
    ARRHENIUS_FIT = "arrhenius_fit"
    XRD = "xrd"
    XPS = "xps"
    NMR = "nmr"
    FTIR = "ftir"
    RAMAN = "raman"
    SEM = "sem"
    TEM = "tem"
    TOF_SIMS = "tof_sims"
    ICP_OES = "icp_oes"
    TGA = "tga"
    DSC = "dsc"
    TENSILE_TEST = "tensile_test"
    COMPRESSION_TEST = "compression_test"
    FLAMMABILITY_TEST = "flammability_test"
    DFT = "dft"
    CALCULATION = "calculation"
    GEOMETRY = "geometry"
    OTHER = "other"
    NOT_STATED = "not_stated"


class StepMethod(StrEnum):
    """How something was made."""

    SPUTTERING = "sputtering"
    THERMAL_EVAPORATION = "thermal_evaporation"
    ALD = "ald"
    PLASMA_TREATMENT = "plasma_treatment"
    TAPE_CASTING = "tape_casting"
    DROP_CASTING = "drop_casting"
    SLURRY_CASTING = "slurry_casting"
    SOLUTION_MIXING = "solution_mixing"
    INJECTION = "injection"
    IN_SITU_POLYMERISATION = "in_situ_polymerisation"
    ELECTRODEPOSITION = "electrodeposition"
    ELECTROLESS_PLATING = "electroless_plating"
    DROP_COATING = "drop_coating"
    WET_COATING = "wet_coating"
    DRY_FILM = "dry_film"
    CALENDARING = "calendaring"
    HOT_PRESSING = "hot_pressing"
    COLD_PRESSING = "cold_pressing"
    BALL_MILLING = "ball_milling"
    SOLID_STATE_SYNTHESIS = "solid_state_synthesis"
    SINTERING = "sintering"
    ANNEALING = "annealing"
    DRYING = "drying"
    CUTTING = "cutting"
    ASSEMBLY = "assembly"
    STORAGE = "storage"
    OTHER = "other"


class How(StrEnum):
    """How a number was obtained from the paper."""

    TEXT = "text"
    TABLE = "table"
    CAPTION = "caption"
    FIGURE = "figure"
    COMPUTED = "computed"


class Claim(StrEnum):
    """What kind of claim a number is. They are never mixed: a search for measured results finds measured ones."""

    MEASURED = "measured"
    SETTING = "setting"
    DERIVED = "derived"
    THEORY = "theory"
    DESIGN = "design"
    QUOTED = "quoted"


class ConditionState(StrEnum):
    """What a paper says of a condition."""

    STATED = "stated"
    NOT_STATED = "not stated"
    NOT_APPLICABLE = "not applicable"


CONVENTIONS = {
    "arrhenius": ("sigma", "sigma_T"),
    "n_to_p": ("foil", "inventory"),
    "first_cycle": ("full_cell", "half_cell"),
    "theoretical_capacity": ("all_lithium", "electrons"),
    "capacity_basis": ("active", "composite"),
    "loading_basis": ("active", "composite"),
    "one_c": ("nominal", "present"),
    "current_basis": ("geometric", "active"),
    "retention_reference": ("initial", "first_discharge", "highest"),
    "discharge_of_energy": ("discharge", "first_discharge", "initial"),
    "fade": ("linear", "geometric"),
    "interfaces": ("one", "two"),
    "transference": ("bruce_vincent", "current_ratio"),
    "electronic_share": ("of_sum", "of_impedance"),
    "tga": ("blanks", "inert"),
}
"""What a paper may state of a convention; with none stated, a check tries each."""


class Relation(StrEnum):
    """What a statement says of its readings: the subject against the reference."""

    TIMES_HIGHER = "times_higher"
    TIMES_LOWER = "times_lower"
    PERCENT_OF = "percent_of"
    PERCENT_HIGHER = "percent_higher"
    PERCENT_LOWER = "percent_lower"
    DIFFERENCE = "difference"
    SUM = "sum"
    SAME_AS = "same_as"
    HIGHER_THAN = "higher_than"
    LOWER_THAN = "lower_than"
    HIGHEST = "highest"
    LOWEST = "lowest"
    SIMILAR = "similar"
    OTHER = "other"


class Issue(StrEnum):
    """What is wrong with a misprint."""

    WRONG_DIMENSION = "wrong_dimension"
    WRONG_UNIT = "wrong_unit"
    WRONG_NUMBER = "wrong_number"
    WRONG_SYMBOL = "wrong_symbol"
    WRONG_FORMULA = "wrong_formula"
    WRONG_REFERENCE = "wrong_reference"
    DUPLICATED_LABEL = "duplicated_label"
    SELF_CONTRADICTION = "self_contradiction"
    WRONG_WORD = "wrong_word"


class DismissReason(StrEnum):
    """Why a number of the text needs no reading."""

    INSTRUMENT_SETTING = "instrument_setting"
    CITATION_NUMBER = "citation_number"
    FIGURE_NUMBER = "figure_number"
    CATALOGUE_NUMBER = "catalogue_number"
    GENERAL_KNOWLEDGE = "general_knowledge"
    DEFINITION = "definition"
    DUPLICATE_OF_RECORDED = "duplicate_of_recorded"
    NOT_A_MEASUREMENT = "not_a_measurement"
    EXTRACTION_NOISE = "extraction_noise"
    OTHER = "other"


class Strength(StrEnum):
    """How sure it is that something is wrong."""

    CERTAIN = "certain"
    LIKELY = "likely"
    WEAK = "weak"


class CheckedBy(StrEnum):
    """Who compared a record with the paper, truthfully."""

    PROGRAM = "program"
    SECOND_READING = "second reading"
    HUMAN = "human"
    NOBODY = "nobody"


class Verdict(StrEnum):
    """Whether readings can all be true together."""

    CONSISTENT = "consistent"
    CONSISTENT_ONLY_AS = "consistent only as"
    INCONSISTENT = "inconsistent"
    UNTESTABLE = "untestable"


class Provenance(StrEnum):
    """Where the number in a cell of a comparison comes from."""

    REPORTED = "reported"
    NORMALISED = "normalised"
    DERIVED = "derived"
    MISSING = "missing"
