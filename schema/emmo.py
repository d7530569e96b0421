"""Terms of the EMMO electrochemistry domain ontology 0.37.2 (CC BY 4.0, doi 10.5281/zenodo.7693664): label -> IRI."""

BASE = "https://w3id.org/emmo/domain/electrochemistry#electrochemistry_"

TERMS = {
    "ActivationEnergyOfElectrolyteConductivity": "8c16cb12_41c1_43bd_9e7c_2eea7b06a1f0",
    "ActiveMassLoading": "1eeb0e2a_229a_43f1_b197_348d475067ff",
    "AreicCapacity": "bcb33f7e_5573_4bc2_b636_4ea313a9dd3a",
    "CRate": "e1fd84eb_acdb_4b2c_b90c_e899d552a3ee",
    "CapacityFadeRate": "5b59a86e_99b4_493e_ae12_33ae8b5ec7c0",
    "CapacityLoss": "652b94f1_290d_4d9e_820a_eda4c71eb90d",
    "ChargeCarrierTransportNumber": "e3e78df2_d568_4ab7_8c0d_d3a2ee3ae282",
    "ChargeRetention": "49efb72a_f8e6_4f50_acac_975302200d47",
    "ChargingSpecificCapacity": "4882cf2f_aab7_4a3a_a103_7f56b55fbed3",
    "CoatingThickness": "3b938708_e7e4_4ac0_a959_9c04306302e7",
    "CoulombicEfficiency": "a5962e05_466d_46a4_8951_bea59d7326e5",
    "CycleIndex": "5766a819_c319_48ba_ab9a_ce3bd8fedee8",
    "CycleLife": "ae782b14_88ce_4cdd_9418_12aca00be937",
    "DeviceTemperature": "463950b9_fd8d_48de_a52d_b29cab026391",
    "DischargingCapacity": "0141b5c2_9f15_46f4_82e6_92a104faa476",
    "DischargingSpecificCapacity": "884650fd_6cc6_4ec6_8264_c18fbe6b90ee",
    "DischargingSpecificEnergy": "9d57962c_e150_4e64_962b_8fd6a92c9234",
    "DischargingVoltage": "c7b26177_21bf_4787_b656_8e78edf27f88",
    "ElectrodePotential": "f509645f_eb27_470e_9112_7ab828ed40d3",
    "ElectrodeSurfaceArea": "47ab1dad_cc09_4fd8_af23_acb36fb680dd",
    "ElectronicConductivity": "ce74d2dc_d496_4116_b2fb_3e83d88bc744",
    "EnergyDensity": "4aa1b96e_44a0_4b1a_a0ac_723d0223d80b",
    "ExchangeCurrentDensity": "e9fd9ef9_adfe_46cb_b2f9_4558468a25e7",
    "InitialCoulombicEfficiency": "469b9516_a96d_4aa2_b8e5_05ae982e2084",
    "InternalResistance": "9bf40017_3f58_4030_ada7_cb37a3dfda2d",
    "IonicConductivity": "25dabdc2_68bf_4a38_8cbe_11be017358bc",
    "LowerVoltageLimit": "534dd59c_904c_45d9_8550_ae9d2eb6bbc9",
    "MassLoading": "c955c089_6ee1_41a2_95fc_d534c5cfd3d5",
    "NPRatio": "05012606_b93d_4016_bbc7_8a927efdf723",
    "NominalVoltage": "639b844a_e801_436b_985d_28926129ead6",
    "OhmicOverpotential": "03a6ce70_5085_4683_bb4e_fc3c18f7143a",
    "OpenCircuitVoltage": "9c657fdc_b9d3_4964_907c_f9a6e8c5f52b",
    "Overpotential": "1cd1d777_e67b_47eb_81f1_edac35d9f2c6",
    "ParticleSize": "128ec7dc_04e3_48ff_86ac_f0f9896ad9cc",
    "PoreSize": "a2946006_513a_40cb_b4a8_710ea5401461",
    "PotentialScanRate": "264f40d1_17c9_4bc7_9c47_5cfb18132278",
    "RealElectricImpedance": "abf986d2_90d5_4746_b42b_89dc7cc1bf0f",
    "SeparatorPorosity": "a4858e4d_dd3b_48ce_97ba_3eeb8571b633",
    "SpecificCapacity": "1e3dc60d_dd6b_47d6_8161_70004fc5ee30",
    "SpecificPower": "c762a928_5a74_46fd_9929_4ac2d7a3a8d7",
    "StandardElectrodePotential": "7fc10197_41d9_4c1e_a107_928f03eb2d36",
    "TheoreticalCapacity": "372c89d0_adab_4585_9662_33c912acef23",
    "TotalMassLoading": "8541f8b7_c55e_452d_b3f8_db29dcb2a61d",
    "TotalNumberOfCycles": "6d981c04_3ace_4f1b_b0f8_770776cceb6f",
    "UpperVoltageLimit": "6dcd5baf_58cd_43f5_a692_51508e036c88",
    "VolumetricCapacity": "e6b63190_acac_4e78_9cba_fb2b10bbe910",
}


def iri(label: str) -> str:
    """The IRI of a term by its label; an empty string for no label."""
    return BASE + TERMS[label] if label else ""
