"""Invented firms, circles, people and outcomes in the trades' own grammar, many and all different, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from zhiping.core.identifiers import credit_code_of


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of work: how its firms are called, what its circles improve, in which domain it stands.

    body: False for hospitals and the like, which carry no legal form in their names.
    """

    industry: str
    domain: str
    firms: tuple[str, ...]
    things: tuple[str, ...]
    body: bool = True


def _trade(industry: str, domain: str, firms: str, things: str, *, body: bool = True) -> Trade:
    return Trade(industry, domain, tuple(firms.split()), tuple(things.split()), body)


TRADES = (
    _trade(
        "仪器仪表",
        "manufacturing",
        "精密仪表 自动化仪器 传感技术",
        "差压变送器 电磁流量计 压力传感器 温控模块 校验台 气体分析仪 电路板焊点 阀门定位器",
    ),
    _trade(
        "轨道交通",
        "market_services",
        "轨道车辆维护 地铁运营 信号工程",
        "车门 接触网 道岔转辙机 屏蔽门 受电弓 列车空调 站台扶梯 轨旁信号柜",
    ),
    _trade(
        "医疗卫生",
        "nonprofit_services",
        "中心医院 中医医院 社区卫生服务中心",
        "门诊候诊 静脉输液 手术器械清点 住院配餐 检验标本转运 急救转运 病历归档 处方审核",
        body=False,
    ),
    _trade(
        "建筑施工",
        "construction",
        "地下工程 建筑装饰 市政建设",
        "地下连续墙 钢筋直螺纹连接 ALC条板安装 预制叠合板 幕墙龙骨 深基坑支护 盾构管片拼装 防水卷材铺贴",
    ),
    _trade(
        "燃气热力",
        "market_services",
        "城市燃气 热力供应 燃气设备",
        "调压箱 管网巡检 户内安检 换热器 PE管焊接 燃气抢修 表具更换 阀井",
    ),
    _trade(
        "物业服务",
        "market_services",
        "物业管理 楼宇服务 园区运营",
        "门禁报修 电梯困人处置 绿化养护 垃圾分类投放 公区照明 消防巡查 客服工单 停车引导",
    ),
    _trade(
        "航空运输",
        "market_services",
        "机场地面服务 航空货运 飞机维修",
        "行李分拣 航班保障 除冰作业 机务放行 客舱清洁 货物装载 值机柜台 廊桥对接",
    ),
    _trade(
        "汽车零部件",
        "manufacturing",
        "汽车零部件 车身技术 汽车电子",
        "线束压接 座椅骨架焊接 制动盘加工 注塑饰条 转向节锻件 密封条装配 电池托盘 门板喷涂",
    ),
    _trade(
        "电力",
        "manufacturing",
        "电力检修 输配电设备 新能源发电",
        "配电柜 变压器油样检测 电缆中间接头 继电保护校验 汽轮机轴系 浆液循环泵 充电桩 输煤皮带",
    ),
    _trade(
        "通信",
        "market_services",
        "通信技术 网络服务 数据中心",
        "基站开通 光缆熔接 宽带装机 机房空调 投诉工单 传输告警 号码迁移 核心网升级",
    ),
    _trade(
        "化工新材料",
        "manufacturing",
        "高分子材料 精细化工 涂料科技",
        "反应釜温控 树脂包装 催化剂装填 循环水系统 聚合物熔指 储罐清洗 装卸鹤管 污水处理",
    ),
    _trade(
        "食品",
        "sme",
        "乳品 烘焙食品 冷链配送",
        "乳品灌装 糕点成型 冷链配送 包装封口 原料验收 杀菌釜 配料称量 标签喷码",
    ),
)
COINED = [
    "恒岳",
    "晟川",
    "瑞汀",
    "启沐",
    "泓远",
    "嘉砺",
    "铭拓",
    "昱辰",
    "翊航",
    "曜石",
    "澜舟",
    "骏澄",
    "景澜",
    "硕原",
    "宸宇",
    "卓霖",
    "禾沐",
    "锦岚",
    "朗坤",
    "博屹",
    "凌霄",
    "同舟",
    "海砺",
    "云岫",
    "沛霖",
    "新桁",
    "长桉",
    "正阙",
    "衡舟",
    "远岱",
    "乾沅",
    "致衡",
    "岑晖",
    "森屿",
    "星冶",
    "拓川",
    "浩沣",
    "华屿",
    "越岭",
    "君砚",
]
FORMS = ("有限公司", "股份有限公司", "（上海）有限公司")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = [
    "长庚",
    "思远",
    "志明",
    "晓岚",
    "文博",
    "雅静",
    "建国",
    "海燕",
    "立新",
    "若水",
    "一凡",
    "承宇",
    "佳怡",
    "卓然",
    "景行",
    "敏",
    "婷",
    "磊",
    "俊杰",
    "慧",
    "子轩",
    "丽华",
    "国强",
    "欣然",
    "明辉",
    "玉兰",
    "振宇",
    "春晖",
    "秀英",
    "家豪",
]
CIRCLES = [
    "晨星",
    "先锋",
    "求实",
    "匠心",
    "精益",
    "远航",
    "启明",
    "攻坚",
    "青松",
    "星火",
    "破浪",
    "蓝焰",
    "飞跃",
    "守正",
    "筑梦",
    "向阳",
    "铁军",
    "绿叶",
    "快准稳",
    "零缺陷",
    "勤思",
    "卓越",
    "雷霆",
    "百灵鸟",
    "蜂巢",
    "金钥匙",
    "五月花",
    "拓荒牛",
    "追光",
    "细节",
]
ENDINGS = ("QC小组", "QC小组", "QC小组", "圈", "小组")
AIMS = (
    ("提高", "一次合格率"),
    ("降低", "返工率"),
    ("缩短", "平均处理时间"),
    ("降低", "故障率"),
    ("减少", "异常次数"),
    ("提高", "一次完成率"),
)
DEVICES = ("快换工装", "在线监测装置", "防错装置", "辅助定位机构", "移动检测终端", "数据看板")
SITE = "site"
PLACES = ("", "一车间", "二号线", "东区", "西区", "三班组", "南站", "北站", "A线", "B线", "夜班", "新厂区")


def person(rng: Random) -> str:
    """Return a person's name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def trade(n: int) -> Trade:
    """Return the trade of unit n; the trades take turns."""
    return TRADES[n % len(TRADES)]


def unit(n: int) -> str:
    """Return the name of unit n: no two are alike."""
    line, place = trade(n), n // len(TRADES)
    word, turn = COINED[(place * 7 + n) % len(COINED)], place // len(COINED)
    firm = line.firms[place % len(line.firms)]
    branch = f"第{turn + 1}" if turn else ""
    return f"{word}{firm}{branch}" if not line.body else f"{word}{branch}{firm}{FORMS[place % len(FORMS)]}"


def circle(n: int, rng: Random) -> str:
    """Return the name of unit n's circle."""
    return CIRCLES[(n * 11 + n // 30) % len(CIRCLES)] + rng.choice(ENDINGS)


def title(n: int, category: str) -> str:
    """Return the title of outcome n of a unit of the same number: the trade's things, aims and places take turns."""
    line, turn = trade(n), n // len(TRADES)
    thing, turn = line.things[turn % len(line.things)], turn // len(line.things)
    if category == SITE:
        return f"{PLACES[turn % len(PLACES)]}{thing}作业现场"
    kinds = DEVICES if category == "innovative" else AIMS
    kind, turn = kinds[(turn + n) % len(kinds)], turn // len(kinds)
    place = PLACES[turn] if turn < len(PLACES) else f"{turn}号点"
    if isinstance(kind, str):
        return f"{place}{thing}{kind}的研制"
    return f"{kind[0]}{place}{thing}{kind[1]}"


def reworded(title: str) -> str:
    """Return the same outcome under another title, as a copy is given one."""
    for word, other in (("提高", "提升"), ("降低", "减少"), ("缩短", "压缩"), ("一次", "首次"), ("的研制", "的开发")):
        title = title.replace(word, other)
    return title


def uscc(n: int) -> str:
    """Return a credit code with its right check digit."""
    return credit_code_of(f"91310000{n:08d}A")
