def test_x(cell):
    r = cell(
        capacity_retention="69.6 %",
        initial_capacity_per_active_mass="163.1 mAh/g",
        final_capacity_per_active_mass="116.3 mAh/g",
        n_to_p_ratio="2.3",
        areal_capacity="3.20 mAh/cm2",
    )
    for o in r.values():
        print(o.id, o.verdict, o.gap, o.only_as)
        print(o.told)
    r = cell(n_to_p_ratio="2.3", areal_capacity="3.20 mAh/cm2", conventions="{n_to_p: foil}")
    for o in r.values():
        print(o.id, o.verdict, o.gap, o.only_as)
        print(o.told)
    r = cell(
        stable_time="800 h",
        stable_cycle_count="800 cycles",
        plated_areal_capacity="0.2 mAh/cm2",
        half_cycle_time="1 h",
        at={"current_density": "0.2 mA/cm2"},
    )
    for o in r.values():
        print(o.id, o.verdict, o.gap, o.only_as)
        print(o.told)
