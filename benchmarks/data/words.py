"""What made-up names and titles are put together from: a few words are common, most are rare."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

FIRST = (
    "永新大东西南北上下中金红太平和兴安长石白黄青龙双三高王李张杨刘陈赵周吴徐孙马胡林郭何罗梁宋郑谢韩唐冯董程曹袁"
    "邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方胜利民光辉友团结前进建设向阳红旗解放五星河山水泉"
    "溪桥塘沟坡岭湾沙滩柳槐榆桃杏梨竹松柏杉桂茶花草麦禾谷"
)
SECOND = (
    "安兴发家庄屯营堡寨沟坪坝岭坡湾塘桥河口头子台店铺山泉水井滩洲溪冲垭岗梁峪川源泰丰盛和平顺利民光明华阳新建设胜"
    "联合团结星旗林木柏松柳槐桃杏梨竹茶花草场圩墩埠港渡浦"
)
REGION_FIRST = "云安平宁永长定清临高阳江海河山川汉通泰和广新丰嘉兴德惠景成文武昌信义怀远绥靖康乐凤龙鹤鹿"
REGION_SECOND = "阳州安宁城江川原平山水源丰陵溪泉康远和昌德兴化南北东西林湖海岭"
SYLLABLES = (
    "an", "bei", "chang", "da", "feng", "guang", "he", "jing", "kang", "lin", "ming", "ning", "ping", "qing", "rui",
    "shan", "tai", "wen", "xin", "yong", "zhong", "bai", "cheng", "dong", "fu", "gao", "hai",
)  # fmt: skip

INDUSTRY = (
    "能源", "农业科技", "建设工程", "食品", "机械制造", "商贸", "化工", "医药", "纺织", "电力", "物流", "旅游开发",
    "畜牧", "种业", "建材", "环保", "信息技术", "投资",
)  # fmt: skip
COMPANY = ("有限公司", "股份有限公司", "集团有限公司", "有限责任公司")

# measure: what projects of it are called, in Chinese and in English
TOPICS: dict[str, tuple[tuple[str, str], ...]] = {
    "industry": (("蔬菜大棚种植", "Greenhouse growing"), ("肉牛养殖基地", "Cattle farm"), ("特色林果产业", "Orchards")),
    "employment": (("就业帮扶车间", "Assistance workshop"), ("公益性岗位", "Public-service posts")),
    "relocation": (("易地搬迁安置点", "Resettlement site"),),
    "housing": (("危房改造", "Housing renovation"),),
    "education": (("希望小学修缮", "School repair"), ("助学金", "Student aid")),
    "health": (("村卫生室建设", "Village clinic"), ("义诊送药", "Free clinics")),
    "ecology": (("退耕还林", "Fields returned to forest"), ("小流域治理", "Watershed care")),
    "safety_net": (("困难群众慰问", "Visits to families in need"),),
    "infrastructure": (
        ("道路硬化", "Paved road"),
        ("安全饮水工程", "Safe drinking water"),
        ("文化广场", "Village square"),
    ),
    "consumption": (("消费帮扶专柜", "Sales counters"),),
    "collective": (("集体经济合作社", "Village cooperative"),),
    "party_building": (("党建活动室", "Party-building room"),),
    "talent": (("致富带头人培训", "Training of leaders"),),
    "tech": (("农技推广服务", "Farming advice"),),
    "ecommerce": (("电商服务站", "E-commerce station"),),
    "tourism": (("乡村旅游民宿", "Village guest houses"),),
    "finance": (("小额信贷贴息", "Micro-loan interest"),),
    "photovoltaic": (("光伏电站", "Solar power station"),),
    "culture": (("农家书屋", "Village library"),),
    "other": (("综合帮扶", "General assistance"),),
}
CAMPAIGNS = ("扶贫日募捐", "抗洪救灾", "结对助学", "暖冬行动", "")
RECIPIENTS = ("慈善总会", "县扶贫办", "村民委员会", "希望工程办公室", "")
PRODUCTS = ("大米", "苹果", "牛羊肉", "木耳", "茶叶", "小米", "蜂蜜", "核桃", "土豆", "")
CHANNELS = ("职工食堂", "工会集采", "电商平台", "展销会", "")
AWARDS = ("脱贫攻坚先进集体", "社会扶贫先进单位", "定点帮扶优秀单位", "乡村振兴贡献奖", "精准帮扶优秀案例")
BODIES = ("省人民政府", "县委县政府", "省扶贫开发领导小组", "工商业联合会", "")
PUBLISHERS = ("某日报社", "集团公司办公室", "县乡村振兴局", "统计局", "证券交易所")
REPORTS = ("社会责任报告", "定点帮扶工作总结", "年度报告", "脱贫攻坚专报", "捐赠公告")


def often(words: Sequence[str], count: int, rng: Random) -> list[str]:
    """Words drawn so that the n-th is n times rarer than the first."""
    weights = list(accumulate(1 / place for place in range(1, len(words) + 1)))
    return rng.choices(words, cum_weights=weights, k=count)


def village_names(count: int, rng: Random) -> list[str]:
    return [f"{a}{b}村" for a, b in zip(often(FIRST, count, rng), often(SECOND, count, rng), strict=True)]


def english(rng: Random) -> str:
    return (rng.choice(SYLLABLES) + rng.choice(SYLLABLES)).capitalize()
