"""Invented names and titles, many and all different, from a seed."""

from __future__ import annotations

from random import Random

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "长庚思远志明晓岚文博雅静建国海燕立新若水一凡承宇佳怡卓然景行"
PLACES = "浦江临江虹桥漕河外高松南嘉定青浦奉贤金桥张江闵行宝山长宁静安普陀"
TRADES = ("精密仪表", "轨道交通", "装备制造", "电力检修", "城市供水", "医疗器械", "船舶工程", "汽车零部件", "通信技术")
FORMS = ("有限公司", "股份有限公司", "集团有限公司", "中心", "研究院")
THINGS = (
    "差压变送器",
    "接触网",
    "主轴",
    "配电柜",
    "滤池",
    "导管",
    "分段焊缝",
    "线束",
    "光模块",
    "门诊预约",
    "巡检",
    "标签",
)
MEASURES = ("一次校验合格率", "故障率", "装配工时", "返修率", "响应时间", "报废率", "满意度", "泄漏次数", "停机时间")
VERBS = ("提高", "降低", "缩短", "减少", "研制新型")
DISTRICTS = (
    "黄浦区",
    "徐汇区",
    "长宁区",
    "静安区",
    "普陀区",
    "虹口区",
    "杨浦区",
    "闵行区",
    "宝山区",
    "嘉定区",
    "松江区",
)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def person(rng: Random) -> str:
    """Return a person's name."""
    at = rng.randrange(len(GIVEN) - 1)
    return rng.choice(SURNAMES) + GIVEN[at : at + 1 + rng.randrange(2)]


def unit(n: int, rng: Random) -> str:
    """Return a unit's name; the number makes it the only one."""
    at = 2 * rng.randrange(len(PLACES) // 2)
    return f"{PLACES[at : at + 2]}{rng.choice(TRADES)}{n}号{rng.choice(FORMS)}"


def title(n: int, rng: Random) -> str:
    """Return an outcome's title."""
    return f"{rng.choice(VERBS)}{rng.choice(THINGS)}{rng.choice(MEASURES)}（{n}）"


def uscc(n: int) -> str:
    """Return a credit code with its right check digit."""
    body = f"91310000{n:08d}"[:16] + "A"
    total = sum(_USCC.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return body + _USCC[(31 - total % 31) % 31]
