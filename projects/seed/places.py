"""Organisations and places."""

from typing import Any

REGIONS: list[dict[str, Any]] = [
    {"code": "15", "name_zh": "内蒙古自治区", "name_en": "Inner Mongolia"},
    {"code": "1522", "name_zh": "兴安盟", "name_en": "Hinggan League"},
    {"code": "152224", "name_zh": "突泉县", "name_en": "Tuquan County"},
    {"code": "152224103", "name_zh": "永安镇", "name_en": "Yong'an Town"},
    {"code": "1506", "name_zh": "鄂尔多斯市", "name_en": "Ordos City"},
    {"code": "150622", "name_zh": "准格尔旗", "name_en": "Jungar Banner"},
    {"code": "61", "name_zh": "陕西省", "name_en": "Shaanxi"},
    {"code": "6108", "name_zh": "榆林市", "name_en": "Yulin City"},
    {"code": "610829", "name_zh": "吴堡县", "name_en": "Wubu County"},
]

VILLAGES: list[dict[str, Any]] = [
    {
        "ref": "yongfa",
        "name_zh": "永发村",
        "name_en": "Yongfa Village",
        "region": "152224103",
        "code": "152224103200",
        "note": "代码取自最后一次公布的统计用区划代码。",
        "note_en": "The code is that of the last published list of statistical codes.",
    },
    {
        "ref": "yongan",
        "name_zh": "永安村",
        "name_en": "Yong'an Village",
        "region": "152224103",
        "code": "152224103204",
        "note": "与所在的永安镇同名，注意区分。代码取自最后一次公布的统计用区划代码。",
        "note_en": "Has the name of the town it lies in. The code is that of the last published list of statistical "
        "codes.",
    },
    {
        "ref": "jingzigou",
        "name_zh": "井子沟村",
        "name_en": "Jingzigou Village",
        "region": "150622",
        "note": "来源没有写明所属旗县，归入准格尔旗系推断：该旗有同名村（代码 150622106204），"
        "巴林左旗也有（150422100214）。",
        "note_en": "The source does not say in which county it lies. Jungar Banner is inferred: a village of that "
        "name is there (code 150622106204), and another in Bairin Left Banner (150422100214).",
    },
]

ENTERPRISES: list[dict[str, Any]] = [
    {
        "ref": "chn-energy",
        "name_zh": "国家能源集团",
        "name_en": "CHN Energy",
        "aliases": "China Energy Investment Corporation",
    },
    {
        "ref": "zhunneng",
        "name_zh": "准能集团",
        "name_en": "Zhunneng Group",
        "parent": "chn-energy",
        "aliases": "神华准能;Zhungeer Energy Group",
    },
]

SOURCES: list[dict[str, Any]] = [
    {
        "ref": "zhunneng-2021-03-09",
        "title": "准能践行初心使命 交出高质量脱贫攻坚答卷",
        "title_en": "Zhunneng Group's account of its work in the fight against poverty",
        "publisher": "准能集团",
        "publisher_en": "Zhunneng Group",
        "published_on": "2021-03-09",
        "language": "zh",
        "note": "见于转载该文的行业新闻网页，原始网址不详。定位以正文段落（¶）和图片说明（caption）编号。",
        "note_en": "Seen on an industry news page that mirrors it; the original address is unknown. Places in it "
        "are body paragraphs (¶) and captions, counted from the beginning.",
    }
]
