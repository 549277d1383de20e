"""What a heading means, in the wordings that workbooks of resources use, Chinese and English (R6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

PHONE, EXTENSION, NAME, SOURCE, NEED, REMARKS, DATE, SEGMENT, PROJECT, SERIAL = (
	"phone",
	"extension",
	"name",
	"source",
	"need",
	"remarks",
	"date",
	"segment",
	"project",
	"serial",
)
MEANINGS = (PHONE, EXTENSION, NAME, SOURCE, NEED, REMARKS, DATE, SEGMENT, PROJECT, SERIAL)
LONGEST = 20
# the characters of headings as Hong Kong and Taiwan write them
_SIMPLIFIED = str.maketrans(
	"電話機號碼聯繫絡來備註稱謂業戶產類動購記錄時間訪區齡職單價預總證編訂檔賬帳銷顧問經紀組長說內況進項樓盤認識體渠",
	"电话机号码联系络来备注称谓业户产类动购记录时间访区龄职单价预总证编订档账帐销顾问经纪组长说内况进项楼盘认识体渠",
)

# by meaning, in the order in which they are tried; the more telling word first: of two columns it wins
_WORDS: dict[str, tuple[str, ...]] = {
	meaning: tuple(words.split())
	for meaning, words in {
		DATE: "来电日期 来访日期 来电时间 来访时间 登记日期 登记时间 留电日期 留电时间 日期 时间 date time day",
		EXTENSION: "分机 转接号 转接码 extension ext",
		PHONE: "手机号 手机 联系电话 客户电话 电话 移动电话 联系方式 联络方式 号码 座机 固话 "
		"mobile phone telephone cellphone cell tel phonenumber mobilephone contact",
		SOURCE: "资源来源 客户来源 来源 渠道 途径 认知 媒体 source channel",
		NEED: "产品需求 需求产品 意向产品 意向物业 产品类型 产品 物业类型 需求 业态 户型 need needs product demand",
		SEGMENT: "客户类型 客户类别 置业目的 购房目的 置业动机 segment purpose",
		PROJECT: "咨询项目 意向项目 关注项目 项目 楼盘 project",
		REMARKS: "备注 说明 客户描述 沟通情况 沟通内容 跟进情况 跟进 情况 内容 描述 记录 "
		"remarks remark notes note comment comments memo",
		NAME: "客户姓名 姓名 客户名称 客户名 称呼 称谓 名字 客户 业主 联系人 访客 负责人 法人 名称 "
		"name customer client contact",
		SERIAL: "序号 编号 编码 行号 serial no id index",
	}.items()
}
_NOT: dict[str, tuple[str, ...]] = {
	meaning: tuple(words.split())
	for meaning, words in {
		DATE: "下次 回访 下一 生日 出生 签约 认购 次数 方便 段 时长 next birth",
		PHONE: "数 量 次 证 qq 微信号 车牌 卡号 房号 房间 归属 型号 品牌 状态 情况 记录 内容 结果 备注 是否 接通 "
		"时长 来源 渠道 传真 尾号 person name status type fax",
		SOURCE: "日期 时间 地区 区域 费 date",
		NEED: "面积 价 预算 总价 时间 编号",
		PROJECT: "编号 时间",
		REMARKS: "人 时间 日期",
		NAME: "编号 等级 级别 类型 类别 性别 性质 来源 地址 年龄 职业 单位 公司 区域 状态 意向 情况 需求 分类 关系 "
		"人数 项目 渠道 身份 微信 编码 号 company project file id no code type level",
		SERIAL: "日 电 身份 房",
	}.items()
}
# people of the house and third persons: neither their names nor their numbers are the customer's
_OTHERS = tuple(
	"顾问 销售 接待 接听 接电 经办 登记人 录入 填表 制表 审核 电开 call客 案场 业务员 经纪 推荐人 介绍人 经理 专员 "
	"中介 跟进人 邀约人 分配 归属 所属 组长 小组 组别 渠道人员 客服 操作 紧急 拓客人 "
	"consultant agent salesperson sales staff".split()
)
# a number of something: a phone's only where nothing says of what
_ANY_NUMBER = frozenset(("号码", "contact"))
_OTHER_NUMBERS = tuple(
	"合同 协议 订单 单号 发票 票号 编号 编码 序号 档案 流水 工号 学号 证 证件 身份 护照 银行 账号 帐号 账户 帐户 卡号 卡片 "
	"商铺 铺位 门牌 座位 桌 抽签 排队 序列 机身 设备 手环 会员 批次 批号 工单 版本 税 尾号 "
	"保单 运单 快递 车 房 卡 qq 微信 车牌 房号 邮编 备案 产权 摇号 排号 面积 预算 总价 单价 金额 价格 年龄 次数 传真 "
	"id passport contract order invoice account card fax serial budget price amount area age zip".split()
)
# other headings that tell a heading row from a row of data
_FAMILIAR = tuple(
	"性别 年龄 等级 级别 意向 区域 地址 面积 预算 职业 单位 公司 状态 次数 价 身份证 微信 邮箱 房号 楼栋 "
	"gender sex age address grade email city budget".split()
)


def fold(cell: object) -> str:
	"""A heading without blanks, brackets' content, marks and case: what the words are looked up in."""
	text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
	text = text.translate(_SIMPLIFIED)
	bare = re.sub(r"[\s:*_#/\\.]", "", re.sub(r"\(.*?\)|【.*?】|\[.*?\]", "", text))
	return (bare or re.sub(r"[\s:*()【】\[\]]", "", text)).lower()


def _tokens(cell: object) -> frozenset[str]:
	"""English words of a heading: "PhoneNumber" and "phone_no" both have "phone"."""
	text = unicodedata.normalize("NFKC", str(cell))
	split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
	return frozenset(re.findall("[a-z]+", split.lower()))


def _has(word: str, folded: str, tokens: frozenset[str]) -> bool:
	return word in tokens if word.isascii() else word in folded


def _names_other_number(folded: str, tokens: frozenset[str]) -> bool:
	return any(_has(word, folded, tokens) for word in _OTHER_NUMBERS)


def looks_like_heading(cell: object) -> bool:
	"""Short text without a number in it."""
	if not isinstance(cell, str):
		return False
	folded = fold(cell)
	return 0 < len(folded) <= LONGEST and sum(ch.isdigit() for ch in folded) < 4


def meaning_of(cell: object) -> tuple[str, int] | None:
	"""Meaning of a heading and how telling its wording is (0 is best), or None."""
	if not looks_like_heading(cell):
		return None
	folded, tokens = fold(cell), _tokens(cell)
	others = any(_has(word, folded, tokens) for word in _OTHERS)
	for meaning, words in _WORDS.items():
		if others and meaning != DATE:
			continue
		if any(_has(word, folded, tokens) for word in _NOT.get(meaning, ())):
			continue
		for rank, word in enumerate(words):
			if _has(word, folded, tokens):
				of_something_else = word in _ANY_NUMBER and _names_other_number(folded, tokens)
				return None if meaning == PHONE and of_something_else else (meaning, rank)
	return None


def first_word(cell: object, words: Iterable[str], unless: Iterable[str] = ()) -> int | None:
	"""Which of the words a heading says, the first one counting; None: none of them, or one of `unless` too, or no heading.

	For files that hold something else than customers: their own words, read as these are.
	"""
	if not looks_like_heading(cell):
		return None
	folded, tokens = fold(cell), _tokens(cell)
	if any(_has(word, folded, tokens) for word in unless):
		return None
	return next((rank for rank, word in enumerate(words) if _has(word, folded, tokens)), None)


def is_other_number(cell: object) -> bool:
	"""A heading of numbers that are no phone numbers, whatever its digits look like: 合同号, 订单号, 证件号, days."""
	if not looks_like_heading(cell):
		return False
	folded, tokens = fold(cell), _tokens(cell)
	found = meaning_of(cell)
	if found:
		return found[0] in (DATE, SERIAL)
	return _names_other_number(folded, tokens)


def is_familiar(cell: object) -> bool:
	"""A heading that means nothing here but is one: a person of the house, 性别, 年龄, 地址 …"""
	if not looks_like_heading(cell):
		return False
	folded, tokens = fold(cell), _tokens(cell)
	known = (*_OTHERS, *_FAMILIAR, *(word for word in _OTHER_NUMBERS if len(word) > 1))
	return any(_has(word, folded, tokens) for word in known)
