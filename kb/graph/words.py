"""What each word of the closed vocabularies means, a line a word; a test asks for every one."""

from __future__ import annotations

__all__ = ["WORDS"]

_TEXT = """
Direction
    ASC  The smallest first, or A to Z.
    DESC  The largest first, or Z to A.
Match
    SURELY  Every value that the print allows fulfils the condition.
    POSSIBLY  Some value that the print allows fulfils the condition.
Verdict
    CONSISTENT  Some values within the printed digits make the numbers agree.
    CONSISTENT_ONLY_AS  They agree only under a convention that the paper does not state.
    INCONSISTENT  No values within the printed digits make them agree.
    UNTESTABLE  Something that is needed to test them is missing.
Claim
    MEASURED  The authors measured it.
    SETTING  The authors set it.
    DERIVED  The authors computed it from what they measured.
    THEORY  It comes from a model or a first-principles calculation.
    DESIGN  It is a design calculation, not of a cell that was made.
    QUOTED  It is somebody else's number, with its citation.
Provenance
    REPORTED  The paper prints it.
    NORMALISED  It was brought to the common basis, as the cell says.
    DERIVED  It follows from other printed numbers.
    MISSING  The paper gives too little to know it.
Family
    GARNET  Garnets, such as Li7La3Zr2O12.
    PEROVSKITE  Perovskites and antiperovskites, such as Li3xLa2/3-xTiO3.
    ARGYRODITE  Argyrodites, such as Li6PS5Cl.
    HALIDE  Halides, such as Li3YCl6.
    NASICON  NASICON phosphates, such as Li1.3Al0.3Ti1.7(PO4)3.
    THIO_LISICON  Thio-LISICON phases, such as Li10GeP2S12.
    SULFIDE  Other sulfides, glasses among them, such as 75Li2S-25P2S5.
    OXIDE  Other oxides.
    BOROHYDRIDE  Borohydrides and closo-borates, such as LiBH4.
    NITRIDE  Nitrides, such as Li3N.
    POLYMER  Polymers, such as poly(ethylene oxide).
    LIPON  Lithium phosphorus oxynitride.
    LAYERED_OXIDE  Layered oxides of positive electrodes, such as LiCoO2.
    VANADIUM_OXIDE  Vanadium oxides, such as V2O5.
    OLIVINE  Olivine phosphates, such as LiFePO4.
    SPINEL  Spinels, such as LiMn2O4 and Li4Ti5O12.
    METAL  Metals, such as lithium and copper.
    ALLOY  Alloys, such as Li-In.
    SILICON  Silicon and its oxides as active material.
    BINDER  Binders of electrodes, such as poly(vinylidene fluoride).
    CONDUCTIVE_CARBON  Carbon that conducts electrons in an electrode.
    SALT  Lithium salts, such as LiTFSI.
    PLASTICIZER  Substances that soften a polymer, such as succinonitrile.
    MONOMER  What a polymer is made from.
    INITIATOR  What starts a polymerisation.
    SOLVENT  Solvents of electrolytes and slurries.
    ADDITIVE  Small amounts added for an effect.
    SEPARATOR  Porous separators and supports.
    LIQUID_ELECTROLYTE  Liquid electrolytes as bought or mixed.
    COMPOSITE  Mixtures of families.
    MOF  Metal-organic frameworks.
    OTHER  None of these.
ElectrolyteKind
    INORGANIC  Ceramic, glass or glass-ceramic.
    POLYMER  A polymer with its salt.
    COMPOSITE  A polymer with an inorganic filler, or another mixture.
    LIQUID  A liquid.
ElectrolyteForm
    PELLET  A pressed or sintered pellet.
    FILM  A film that is cast or pressed.
    THIN_FILM  A film of a few micrometres at the most, deposited.
    MEMBRANE  A membrane that stands by itself or on a support.
    POWDER  A powder.
    LIQUID  A liquid.
    NOT_STATED  The paper does not say.
Role
    ACTIVE_MATERIAL  It stores the lithium.
    SOLID_ELECTROLYTE  It conducts lithium ions within an electrode.
    CONDUCTIVE_CARBON  It conducts electrons.
    BINDER  It holds the others together.
    FILLER  Particles within a polymer.
    FRAMEWORK  A porous host.
    MATRIX  The phase that holds the others.
    SCAFFOLD  A support that gives strength.
    SALT  It brings the lithium ions.
    PLASTICIZER  It softens the polymer.
    MONOMER  The polymer is made from it.
    INITIATOR  It starts the polymerisation.
    SOLVENT  It dissolves the others.
    SURFACTANT  It wets or disperses.
    PORE_FORMER  It leaves pores when it is taken out.
    ADDITIVE  A small amount, added for an effect.
    COATING  It covers particles.
    DOPANT  It replaces a little of an element.
    OTHER  None of these.
CellKind
    FULL  With the two electrodes of a battery.
    HALF  With one electrode of a battery against lithium.
    SYMMETRIC  With two equal electrodes that exchange lithium.
    BLOCKING  With two electrodes that exchange no lithium.
    ASYMMETRIC  With two electrodes of which one exchanges lithium, such as Li against Cu.
CellFormat
    COIN  A coin cell.
    POUCH  A pouch cell.
    MOULD  A mould in which the layers are pressed.
    THIN_FILM  Layers deposited on a substrate.
    OTHER  Another housing.
    NOT_STATED  The paper does not say.
LayerRole
    COLLECTOR  A current collector.
    POSITIVE  The positive electrode.
    NEGATIVE  The negative electrode.
    WORKING  The electrode that is looked at.
    COUNTER  The electrode against it.
    BLOCKING  An electrode that exchanges no lithium.
    SEPARATOR  The electrolyte between the electrodes.
    COATING  A coating or interlayer.
    WETTING  A little liquid or polymer at an interface.
Method
    EIS  Electrochemical impedance spectroscopy.
    DC_POLARISATION  Polarisation by direct current.
    CHRONOAMPEROMETRY  Current against time at a fixed voltage.
    LSV  Linear sweep voltammetry.
    CV  Cyclic voltammetry.
    GALVANOSTATIC_CYCLING  Charge and discharge at a fixed current.
    RATE_TEST  Cycling at rising currents.
    PLATING_STRIPPING  Lithium plated and stripped again and again.
    CRITICAL_CURRENT_TEST  Rising currents until a short circuit.
    STRIPPING_TEST  Lithium stripped until contact is lost.
    PRESSIOMETRY  Pressure or volume followed during cycling.
    ARRHENIUS_FIT  A fit of conductivities over temperature.
    XRD  X-ray diffraction.
    XPS  X-ray photoelectron spectroscopy.
    NMR  Nuclear magnetic resonance.
    FTIR  Infrared spectroscopy.
    RAMAN  Raman spectroscopy.
    SEM  Scanning electron microscopy.
    TEM  Transmission electron microscopy.
    TOF_SIMS  Time-of-flight secondary-ion mass spectrometry.
    ICP_OES  Optical emission spectroscopy of an inductively coupled plasma.
    TGA  Thermogravimetric analysis.
    DSC  Differential scanning calorimetry.
    TENSILE_TEST  A tensile test.
    COMPRESSION_TEST  A compression test.
    FLAMMABILITY_TEST  A flammability test.
    DFT  Density-functional theory.
    CALCULATION  Another calculation.
    GEOMETRY  Lengths, areas and masses, measured directly.
    OTHER  Another method.
    NOT_STATED  The paper does not say.
StepMethod
    SPUTTERING  A film sputtered from a target.
    THERMAL_EVAPORATION  A film grown from the vapour of a heated source.
    ALD  Atomic layer deposition.
    PLASMA_TREATMENT  Treatment with a plasma.
    TAPE_CASTING  A slurry spread by a blade and dried to a tape.
    DROP_CASTING  Drops of a solution, dried on the spot.
    SLURRY_CASTING  Casting of a slurry.
    SOLUTION_MIXING  Mixing in solution.
    INJECTION  Injection into the cell.
    IN_SITU_POLYMERISATION  Polymerisation within the cell.
    ELECTRODEPOSITION  Plating by a current.
    ELECTROLESS_PLATING  Plating without a current.
    DROP_COATING  Coating by drops.
    WET_COATING  Coating from a liquid.
    DRY_FILM  A film made without a solvent.
    CALENDARING  Pressing between rolls.
    HOT_PRESSING  Pressing while hot.
    COLD_PRESSING  Pressing at room temperature.
    BALL_MILLING  Milling with balls.
    SOLID_STATE_SYNTHESIS  Reaction of solids.
    SINTERING  Firing until the grains grow together.
    ANNEALING  Heating for order or contact, below sintering.
    DRYING  Taking a solvent or water out.
    CUTTING  Cutting or punching.
    ASSEMBLY  Assembly of the cell.
    STORAGE  Storage or rest.
    OTHER  Another step.
How
    TEXT  It stands in the running text.
    TABLE  It stands in a table.
    CAPTION  It stands in a caption.
    FIGURE  It was read off a figure.
    COMPUTED  The paper computes it.
ConditionState
    STATED  The paper states it.
    NOT_STATED  It applies, and the paper does not state it.
    NOT_APPLICABLE  It does not apply.
Relation
    TIMES_HIGHER  The number is so many times the other.
    TIMES_LOWER  The other is so many times the number.
    PERCENT_OF  The number is so many percent of the other.
    PERCENT_HIGHER  The number is so many percent above the other.
    PERCENT_LOWER  The number is so many percent below the other.
    DIFFERENCE  The two differ by so much.
    SUM  The numbers add up to it.
    SAME_AS  The two are the same.
    HIGHER_THAN  The number is above the other.
    LOWER_THAN  The number is below the other.
    HIGHEST  The number is the highest of all.
    LOWEST  The number is the lowest of all.
    SIMILAR  The two are similar.
    OTHER  Another relation.
Issue
    WRONG_DIMENSION  A unit of another dimension than the quantity's.
    WRONG_UNIT  A unit that can't be meant.
    WRONG_NUMBER  A number that can't be meant.
    WRONG_SYMBOL  A symbol that can't be meant.
    WRONG_FORMULA  A formula that can't be meant.
    WRONG_REFERENCE  A figure, table or equation that isn't the one meant.
    DUPLICATED_LABEL  One label for two things.
    SELF_CONTRADICTION  Two places that contradict each other.
    WRONG_WORD  A word that can't be meant.
Strength
    CERTAIN  Nothing else is possible.
    LIKELY  Something else is hardly possible.
    WEAK  Something else is possible.
CheckedBy
    PROGRAM  A program compared the records with the text.
    SECOND_READING  A second reading was made without sight of the first.
    HUMAN  A person compared them.
    NOBODY  Nobody did.
"""


def _read(lines: str) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for line in filter(None, lines.splitlines()):
        name, _, words = line.strip().partition("  ")
        if line.startswith(" "):
            made[list(made)[-1]][name] = words
        else:
            made[name] = {}
    return made


WORDS = _read(_TEXT)
"""For each enum, what each of its members means."""
