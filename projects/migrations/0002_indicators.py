"""The indicators the field's forms ask for. Administrators may change them and add others."""

from django.db import migrations

SUM, OVERLAP, NONE = "sum", "overlap", "none"

# ref, Chinese, English, unit, unit in English, aggregation, note, note in English
INDICATORS = [
    ("households_lifted", "脱贫户数", "Households lifted out of poverty", "户", "households", SUM,
     "每户只脱贫一次；不同帮扶单位可能报告同一批农户。", "A household leaves poverty once; several helpers may report the same one."),
    ("people_lifted", "脱贫人数", "People lifted out of poverty", "人", "people", SUM, "", ""),
    ("greenhouses_built", "建成大棚", "Greenhouses built", "座", "greenhouses", SUM, "", ""),
    ("projects_carried_out", "实施帮扶项目", "Assistance projects carried out", "项", "projects", SUM, "", ""),
    ("houses_renovated", "改造危房", "Dilapidated houses renovated", "户", "households", SUM, "", ""),
    ("roads_built", "修建道路", "Roads built", "公里", "km", SUM, "", ""),
    ("jobs_created", "新增就业", "Jobs created", "人", "jobs", SUM, "", ""),
    ("person_times_trained", "培训人次", "Person-times trained", "人次", "person-times", SUM, "", ""),
    ("inspection_visits", "调研督导人次", "Inspection visits", "人次", "person-times", SUM, "", ""),
    ("enterprises_introduced", "引进企业", "Enterprises brought in", "家", "enterprises", SUM, "", ""),
    ("people_trained", "培训人数", "People trained", "人", "people", OVERLAP,
     "同一人可能参加多次培训，人数不能直接相加。", "One person may be trained more than once."),
    ("cadres_trained", "培训基层干部", "Grassroots cadres trained", "人", "people", OVERLAP, "", ""),
    ("cadres_stationed", "派驻干部", "Village-based cadres stationed", "人", "people", OVERLAP,
     "同一名干部可能连续多年驻村。", "The same cadre may stay for several years."),
    ("beneficiaries", "惠及人数", "People benefiting", "人", "people", OVERLAP,
     "同一人可能受益于多个项目。", "One person may benefit from several projects."),
    ("students_aided", "资助学生", "Students aided", "人", "students", OVERLAP, "", ""),
    ("people_employed", "在岗就业人数", "People in work through assistance", "人", "people", OVERLAP, "", ""),
    ("income_per_head", "人均收入", "Income per head", "元", "yuan", NONE,
     "不同统计口径的人均收入不可比较，也不相加。",
     "Figures of different statistical concepts cannot be compared; none are ever added."),
    ("collective_income", "村集体经济收入", "Village collective income", "元", "yuan", NONE,
     "总收入与经营收益口径不同。", "Total income and operating surplus are different concepts."),
    ("poverty_headcount_ratio", "贫困发生率", "Poverty headcount ratio", "%", "%", NONE, "", ""),
    ("satisfaction", "群众满意度", "Satisfaction", "%", "%", NONE, "", ""),
]  # fmt: skip


def add_indicators(apps, schema_editor):
    Indicator = apps.get_model("projects", "Indicator")
    for position, (ref, zh, en, unit, unit_en, aggregation, note, note_en) in enumerate(INDICATORS, start=1):
        Indicator.objects.get_or_create(
            ref=ref,
            defaults={
                "name_zh": zh, "name_en": en, "unit": unit, "unit_en": unit_en, "aggregation": aggregation,
                "note": note, "note_en": note_en, "position": position * 10, "version": 1,
            },
        )  # fmt: skip


def remove_unused_indicators(apps, schema_editor):
    """Those that outcomes refer to stay: going back loses no data."""
    Indicator = apps.get_model("projects", "Indicator")
    Outcome = apps.get_model("projects", "Outcome")
    used = Outcome.objects.values("indicator")
    Indicator.objects.filter(ref__in=[row[0] for row in INDICATORS]).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(add_indicators, remove_unused_indicators)]
