"""The indicators the field's forms ask for. Administrators may change them and add others."""

from django.db import migrations

SUM, OVERLAP, NONE = "sum", "overlap", "none"

# ref, Chinese, English, unit, unit in English, aggregation, note, note in English
INDICATORS = [
    ("households_lifted", "脱贫户数", "Households lifted out of poverty", "户", "households", SUM,
     "只计新脱贫的户，每户只脱贫一次；不同帮扶单位可能报告同一批农户。",
     "Households that newly left poverty: each leaves once. Several helpers may report the same one."),
    ("people_lifted", "脱贫人数", "People lifted out of poverty", "人", "people", SUM,
     "只计新脱贫的人，不计累计已脱贫人口；不同帮扶单位可能报告同一批人。",
     "People who newly left poverty, not all who ever did. Several helpers may report the same ones."),
    ("greenhouses_built", "建成大棚", "Greenhouses built", "座", "greenhouses", SUM,
     "只计建成数，不计现有数。", "Those that were built, not those that exist."),
    ("projects_carried_out", "实施帮扶项目", "Assistance projects carried out", "项", "projects", SUM,
     "来源所称的项目数，不等于本站逐个登记的项目。", "As the source counts them: not the projects entered here one by one."),
    ("houses_renovated", "改造危房", "Dilapidated houses renovated", "户", "households", SUM,
     "完成改造的户数。", "Households whose house was renovated."),
    ("roads_built", "修建道路", "Roads built", "公里", "km", SUM,
     "新建和改建里程，不计现有里程。", "Built or rebuilt, not the length that exists."),
    ("jobs_created", "新增就业", "Jobs created", "人", "jobs", SUM,
     "新增的就业人数，不计在岗人数。", "New jobs, not the people in work on a day."),
    ("person_times_trained", "培训人次", "Person-times trained", "人次", "person-times", SUM,
     "每人每参加一次计一人次。", "One for each person and each training."),
    ("inspection_visits", "调研督导人次", "Inspection visits", "人次", "person-times", SUM,
     "负责人到帮扶地调研督导，每人每次计一人次。", "Visits by leaders: one for each person and each visit."),
    ("enterprises_introduced", "引进企业", "Enterprises brought in", "家", "enterprises", SUM,
     "引进到帮扶地并落户的企业。", "Enterprises that settled in the place assisted."),
    ("villages_delisted", "出列村数", "Villages delisted as poor", "个", "villages", SUM,
     "出列经公告认定，每村只出列一次。", "A status granted by announcement; a village is delisted once."),
    ("cadre_months", "驻村人月", "Person-months of village-based cadres", "人月", "person-months", SUM,
     "一名干部驻村一个月计一人月。", "One for each cadre and each month in the village."),
    ("people_trained", "培训人数", "People trained", "人", "people", OVERLAP,
     "同一人可能参加多次培训，人数不能直接相加。", "One person may be trained more than once."),
    ("cadres_trained", "培训基层干部", "Grassroots cadres trained", "人", "people", OVERLAP,
     "同一名干部可能参加多次培训。", "One cadre may be trained more than once."),
    ("technicians_trained", "培训专业技术人才", "Technical personnel trained", "人", "people", OVERLAP,
     "同一人可能参加多次培训。", "One person may be trained more than once."),
    ("cadres_stationed", "派驻干部", "Village-based cadres stationed", "人", "people", OVERLAP,
     "同一名干部可能连续多年驻村。", "The same cadre may stay for several years."),
    ("beneficiaries", "惠及人数", "People benefiting", "人", "people", OVERLAP,
     "同一人可能受益于多个项目。", "One person may benefit from several projects."),
    ("students_aided", "资助学生", "Students aided", "人", "students", OVERLAP,
     "同一名学生可能连续多年受资助。", "The same student may be aided for several years."),
    ("people_employed", "在岗就业人数", "People in work through assistance", "人", "people", OVERLAP,
     "某一时点的在岗人数，各年之间不能相加。", "The people in work on a day: the same ones from year to year."),
    ("left_behind_aided", "帮助“三留守”人员", "Left-behind children, women and elderly aided", "人", "people", OVERLAP,
     "同一人可能多次得到帮助。", "One person may be aided more than once."),
    ("disabled_people_aided", "帮助贫困残疾人", "Poor disabled people aided", "人", "people", OVERLAP,
     "同一人可能多次得到帮助。", "One person may be aided more than once."),
    ("income_per_head", "人均收入", "Income per head", "元", "yuan", NONE,
     "人均纯收入与人均可支配收入口径不同，不可比较；任何口径都不相加。",
     "Net and disposable income per head are different concepts and cannot be compared; none are ever added."),
    ("collective_income", "村集体经济收入", "Village collective income", "元", "yuan", NONE,
     "总收入与经营收益口径不同；经营收益不含补助收入和其他收入。",
     "Total income and operating surplus are different concepts; the latter leaves out subsidies and other income."),
    ("registered_poor_households", "建档立卡贫困户", "Registered poor households", "户", "households", NONE,
     "某一时点的在册户数。", "Households on the register on a day."),
    ("monitored_households", "监测户", "Households monitored against a return to poverty", "户", "households", NONE,
     "某一时点的监测户数：脱贫不稳定户、边缘易致贫户、突发严重困难户。",
     "On a day: unstable after leaving poverty, on its edge, or in sudden serious difficulty."),
    ("poverty_headcount_ratio", "贫困发生率", "Poverty headcount ratio", "%", "%", NONE,
     "贫困人口占农村户籍人口的比重。", "Poor people as a share of the registered rural population."),
    ("satisfaction", "群众满意度", "Satisfaction", "%", "%", NONE,
     "受访者中表示满意的比重。", "The share of those asked who are satisfied."),
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
