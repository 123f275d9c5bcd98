"""Figures. What the article does not say is left out: not stated."""

from typing import Any

FUNDING: list[dict[str, Any]] = [
    {
        "ref": "f-yongan",
        "project": "yongan-pairing",
        "amount": "700万元",
        "year_from": 2011,
        "locator": "¶4",
        "note": "两个村的合计数，来源没有分村金额；自2011年结对起累计。",
        "note_en": "One sum for two villages; the source gives no split. Cumulative since the pairing of 2011.",
    },
    {
        "ref": "f-jungar",
        "project": "jungar-hundred",
        "amount": "979.4万元",
        "locator": "¶6",
        "note": "用于13个嘎查村的集体经济；31个项目（种植业、养殖业和工业）没有分项金额。起始年份未说明。",
        "note_en": "For the collective economies of 13 villages; the 31 projects (planting, breeding, industrial) "
        "are not itemised. The first year is not stated.",
    },
    {
        "ref": "f-industry",
        "project": "industry-logistics",
        "amount": "1232万元",
        "locator": "¶6",
        "note": "与准格尔旗的979.4万元并列，是另一笔资金；地区和起始年份未说明。",
        "note_en": "Stated beside the 9,794,000 yuan for Jungar Banner, as a separate sum; neither the places nor "
        "the first year are stated.",
    },
]

DONATIONS: list[dict[str, Any]] = [
    {
        "ref": "d-redcross",
        "amount": "145.64万元",
        "payer": "employees",
        "campaign": "红十字会“博爱一日捐”",
        "campaign_en": "Red Cross “one-day donation”",
        "locator": "¶8",
        "note": "向职工募集，不是企业自有资金；累计数，起始年份未说明。",
        "note_en": "Collected from staff, not the enterprise's own money. Cumulative; the first year is not stated.",
    },
    {
        "ref": "d-reliefday",
        "amount": "245.48万元",
        "campaign": "全国扶贫日",
        "campaign_en": "National Poverty Relief Day",
        "locator": "¶8",
        "note": "来源没有说明由企业还是职工出资，也没有说明年份。",
        "note_en": "The source says neither whether the enterprise or its staff paid, nor in which years.",
    },
]

NAMED_ONLY = {
    "locator": "¶7",
    "note": "来源只提到产品和产地，没有金额。",
    "note_en": "The source names the product and where it comes from, and no amount.",
}

PURCHASES: list[dict[str, Any]] = [
    {
        "ref": "p-total",
        "amount": "5318万元",
        "channel": "公益中国、慧采商城等",
        "channel_en": "Gongyi China, Huicai Mall and others",
        "locator": "¶7",
        "note": "截至文章发布的累计数；起始年份和产地未说明。",
        "note_en": "Cumulative up to the publication of the source; neither the first year nor the origin of the "
        "goods is stated.",
    },
    {
        "ref": "p-local",
        "amount": "4351万元",
        "part_of": "p-total",
        "products": "本地产品",
        "products_en": "local products",
        "locator": "¶7",
        "note": "来源没有界定“本地”的范围。",
        "note_en": "The source does not define “local”.",
    },
    {
        "ref": "p-noodles",
        "products": "手工挂面",
        "products_en": "handmade noodles",
        "region": "610829",
        **NAMED_ONLY,
    },
    {
        "ref": "p-fungus",
        "products": "黑木耳",
        "products_en": "black wood-ear fungus",
        "region": "1522",
        **NAMED_ONLY,
    },
    {"ref": "p-mutton", "products": "羊肉", "products_en": "mutton", "region": "150622", **NAMED_ONLY},
    {"ref": "p-almond", "products": "杏仁露", "products_en": "almond drink", "region": "150622", **NAMED_ONLY},
]

OUTCOMES: list[dict[str, Any]] = [
    {
        "ref": "o-greenhouses",
        "indicator": "greenhouses_built",
        "value": "350",
        "as_written": "350座",
        "project": "yongan-pairing",
        "year_from": 2011,
        "locator": "¶4",
        "note": "两村合计的累计数；是否包括2011年以前已有的大棚，来源没有说明。",
        "note_en": "Cumulative, for both villages together; whether earlier greenhouses are included is not stated.",
    },
    {
        "ref": "o-households",
        "indicator": "households_lifted",
        "value": "247",
        "as_written": "247户",
        "project": "yongan-pairing",
        "year_from": 2011,
        "locator": "¶4",
        "note": "按户计，不是人数；两村合计。",
        "note_en": "Households, not people; for both villages together.",
    },
    {
        "ref": "o-income-before",
        "indicator": "income_per_head",
        "value": "2800",
        "as_written": "2800元",
        "region": "152224103",
        "year_to": 2010,
        "locator": "¶2",
        "note": "2011年以前的水平；统计口径未说明。",
        "note_en": "The level before 2011; the statistical concept is not stated.",
    },
    {
        "ref": "o-income-2020",
        "indicator": "income_per_head",
        "value": "6200",
        "as_written": "6200元",
        "region": "152224103",
        "year_from": 2020,
        "year_to": 2020,
        "locator": "¶2",
        "note": "统计口径未说明，与2011年以前的数字是否同口径不明。",
        "note_en": "The statistical concept is not stated, nor whether it is that of the figure before 2011.",
    },
    {
        "ref": "o-cadre",
        "indicator": "cadres_stationed",
        "value": "1",
        "as_written": "一名",
        "project": "yongan-cadre",
        "year_from": 2018,
        "year_to": 2020,
        "locator": "¶3",
        "note": "连续三年驻村。",
        "note_en": "Three years in a row.",
    },
    {
        "ref": "o-projects",
        "indicator": "projects_carried_out",
        "value": "31",
        "as_written": "31项",
        "project": "jungar-hundred",
        "locator": "¶6",
        "note": "分布在13个未列名的嘎查村；起始年份未说明。",
        "note_en": "In 13 villages that are not named; the first year is not stated.",
    },
]
