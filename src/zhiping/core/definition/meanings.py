"""What each word of the vocabulary means, in Chinese and English; one line per word."""

from __future__ import annotations

from enum import StrEnum

from zhiping.core.definition import vocabulary

_TEXT = """
StageKind|阶段类型 stages[].kind|Kind of stage
 sign_up|活动报名|Sign-up
 event|会议、说明会、交流会|Meeting
 training|辅导培训|Training
 application|成果申报|Application
 recommendation|推荐单位推荐|Recommendation
 screening|形式审查、条件审查|Formal check
 round|一轮评审(写 round:)|A round of judging
 hand_in|部分申报者另交材料(写 files:)|Some hand in more
 approval|审定|Approval
 notice|公示|Public notice
 publication|发布(评审之后,只一个)|Publication
 promotion|宣传推广|Promotion
 forwarding|推荐到上一级|Forwarding
RoundKind|评审方式 rounds.*.kind|Kind of round
 desk|资料评审(文审、初审)|Desk review
 presentation|发表、答辩|Presentation
 site_visit|现场验证|Site visit
 deliberation|合议、会审|Deliberation
Need|是否需要|Need
 required|必须|Required
 optional|可选|Optional
 none|不需要|None
ApplicantKind|申报主体|Applicant
 team|班组、小组|Team
 organisation|单位|Organisation
 person|个人|Person
RecommenderKind|推荐单位类型|Recommender
 district|区|District
 industry|行业(协会)|Industry
 group|集团公司|Group
 authority|行业主管部门|Authority
 association|协会自身|The association
Party|责任人|Party
 applicant|申报者|Applicant
 unit|所在单位|Organisation
 recommender|推荐单位|Recommender
 expert|专家|Expert
 secretariat|秘书处|Secretariat
 committee|审定组|Committee
 guiding|指导单位|Guiding unit
 public|公众|Public
Confirmation|须经何人确认|Confirmation
 office_approval|秘书处确认|By the office
 none|不须确认|None
Severity|不符合时|When not met
 refuse|不予受理|Refused
 warn|提醒|Warned
EligibilityTest|条件的判断方法|Test of a condition
 confirmed|申报者确认|Confirmed by the applicant
 fact_is|事实属于所列取值(fact、must_be)|A fact has one of the values
 years_at_least|满若干年(fact、years)|At least so many years
 within_years|在近若干年内(fact、years)|Within the last years
 file_given|已交材料(file)|A file was given
EvidenceFrom|依据来自|Evidence
 question|提问|Asked
 register|登记信息|The register
 file|材料|A file
 office|秘书处判断|The office
QuotaMoment|何时计数|When counted
 submit|提交时|At submission
 recommend|推荐时|At recommendation
 propose|提出等级时|When levels are proposed
QuotaKey|计数口径(另可用各分类)|Counted per
 edition|整个活动|The edition
 organisation|单位|Organisation
 group_parent|所属集团|Parent group
 team|小组|Team
 person|个人|Person
 recommender|推荐单位|Recommender
 level|等级|Level
FieldKind|栏目类型|Kind of field
 text|一行文字|Text
 long_text|多行文字|Long text
 choice|单选|One choice
 choices|多选|Several choices
 yes_no|是/否|Yes or no
 date|日期|Date
 month|年月|Month
 integer|整数|Whole number
 decimal|小数|Number
 phone|电话|Telephone
 mobile|手机|Mobile
 email|电子邮件|E-mail
 uscc|统一社会信用代码|Social credit code
 id_number|身份证号|Identity number
 postcode|邮政编码|Postcode
 photo|照片|Photograph
 table|表格(写 columns)|Table
 members|成员名单(写 columns)|Members
 organisation|单位(由登记带出)|Organisation
 declaration|承诺(须勾选)|Declaration
FileKind|文件类型(按内容判断)|File type
 pdf|PDF|PDF
 doc|Word 97|Word 97
 docx|Word|Word
 xls|Excel 97|Excel 97
 xlsx|Excel|Excel
 ppt|PowerPoint 97|PowerPoint 97
 pptx|PowerPoint|PowerPoint
 jpg|JPEG 图片|JPEG
 png|PNG 图片|PNG
 mp4|MP4 视频|MP4 video
 zip|压缩包|Archive
ChecklistTest|审查方法|Check
 manual|人工|By a person
 form_complete|表填写完整|Form complete
 files_complete|材料齐全|Files complete
 files_within_limits|材料未超限|Files within limits
 name_as_registered|名称与登记一致|Name as registered
 seal_current|盖章为现行版本|Seal current
 quota_kept|未超名额|Quota kept
 eligible|符合申报条件|Eligible
 title_within_limit|标题未超字数|Title within limit
 dates_agree|时间不矛盾|Dates agree
 not_repeated|未重复申报|Not repeated
Remedy|不符合时可以|Remedy
 supplement|补正|Supplement
 fail|不通过|Failure
CardKind|评分表类型|Scorecard
 points|分值|Points
 bands|百分比档(如 1,000 分制)|Percent bands
 checklist|是/否核对|Yes or no
MergeRule|合分方法|Merging
 mean|平均|Mean
 mean_drop_extremes|去一最高一最低后平均(写 extremes_from)|Mean without extremes
 median|中位数|Median
 rater_adjusted|按专家宽严校正|Adjusted for severity
 consensus|合议一致|Consensus
Blind|评审人看不到|Blind
 none|都看得到|Nothing hidden
 applicant|申报者|Applicant hidden
 applicant_and_recommender|申报者和推荐单位|Both hidden
AdvanceRule|谁进入下一步|Who goes on
 all|全部|All
 rank|前若干名(at_most)|The best n
 share|前百分之几(percent)|The best share
 score|达到分数(at_least)|A score
 quota|每类若干名(per、places)|So many each
 panel|评审组提名|Named by the panel
Entry|谁参加本轮|Who takes part
 all|全部|All
 proposed_level|拟评某等级者(levels)|Candidates for a level
 panel_request|评审组认为必要者|Where the panel asks
LevelBasis|等级依据|Basis of levels
 share|比例|Share
 score|分数|Score
 count|数量|Number
 panel|评审组意见|The panel
 vote|投票|Vote
SignOff|指导单位|Sign-off
 guiding_units|指导单位审定|Guiding units sign
 none|不需要|None
Majority|表决|Majority
 simple|过半数|Simple
 two_thirds|三分之二|Two thirds
 none|不表决|No vote
Shown|公布与证书内容|Shown
 number|序号、编号|Number
 title|成果名称|Title
 team|小组|Team
 organisation|单位|Organisation
 person|个人|Person
 members|成员|Members
 recommender|推荐单位|Recommender
 category|类别|Category
 domain|领域|Domain
 level|等级|Level
 year|年度|Year
 dimension|其他分类|Another dimension
Channel|发布渠道|Channel
 website|网站|Website
 wechat|微信公众号|WeChat
 magazine|杂志|Magazine
 platform|本平台|This platform
 meeting|会议|Meeting
Secret|可公开的内容|Secrets that may open
 total_score|总分|Total
 item_scores|各项得分|Item scores
 reviewer_names|评审人姓名|Reviewers
 comments|评语|Comments
 feedback_report|反馈报告|Feedback report
 recommender_opinion|推荐意见|Recommender's opinion
 report_text|成果报告|Report
Phase|状态的含义|Phase
 draft|草稿|Draft
 recommendation|推荐中|Recommendation
 screening|审查中|Formal check
 supplement|补正中|Supplement
 round|评审中|Round
 approval|审定中、待发布|Approval
 notice|公示中|Public notice
 published|已发布|Published
 ended|已结束|Ended
Event|动作 moves.*.event|Move
 submit|提交|Submit
 return_to_applicant|退回申报者|Return
 recommend|推荐|Recommend
 decline|不予推荐|Decline
 pass_screening|审查通过|Pass
 fail_screening|审查不通过|Fail
 return_for_supplement|要求补正|Ask for a supplement
 answer_supplement|提交补正|Supplement
 advance|进入下一步|Advance
 drop|不再进入|Drop
 approve|审定通过|Approve
 not_approve|审定不通过|Do not approve
 confirm|公示无异议|Confirm
 uphold|异议成立|Uphold an objection
 publish|发布|Publish
 withdraw|撤回|Withdraw
 revive|恢复已撤回的申报，回到撤回前的状态|Revive, back to where it was withdrawn from
 disqualify|取消资格|Disqualify
Precision|时间的准确程度(由写法得出)|Precision of a time
 instant|准确时刻 2020-07-12T22:00|Instant
 day|日 2024-06-27|Day
 third_of_month|旬 2022-04-下旬|Third of a month
 month|月 2022-04|Month
 quarter|季度 2019-Q4|Quarter
 half_year|半年 2018-H1|Half-year
 year|年 2018|Year
 range|区间 2023-04..2023-06|Range
 by|某日前 ..2022-07-31|By a day
 later|另行通知 later|Announced later
Fact|条件可问的事实|Facts
 applicant.kind|申报主体|Kind of applicant
 organisation.region|登记地(本市为 shanghai)|Region
 organisation.district|所在区|District
 organisation.industry|行业|Industry
 organisation.size|规模|Size
 organisation.ownership|性质(state、private、foreign…)|Ownership
 organisation.specialised|专精特新(true/false)|Specialised and innovative
 organisation.member|协会会员(true/false)|Member
 organisation.founded_on|成立日期|Founded
 team.registered_on|小组注册日期|Team registered
 person.quality_years|质量工作年限|Years in quality work
 recommender.kind|推荐单位类型|Kind of recommender
 recommender.flag|推荐单位标记(co_creation 共建)|Flag of the recommender
 recommender.available|有推荐单位(true/false)|Has a recommender
 proposed_level|拟评等级|Proposed level
 route|申报途径|Way
 activity.last_on|最近参加质量活动日期|Last quality activity
"""


def _read() -> dict[type[StrEnum], tuple[str, str, dict[str, tuple[str, str]]]]:
    groups: dict[type[StrEnum], tuple[str, str, dict[str, tuple[str, str]]]] = {}
    words: dict[str, tuple[str, str]] = {}
    for line in _TEXT.strip().splitlines():
        name, chinese, english = line.strip().split("|")
        if line.startswith(" "):
            words[name] = (chinese, english)
        else:
            words = {}
            groups[getattr(vocabulary, name)] = (chinese, english, words)
    return groups


GROUPS = _read()
"""Vocabulary → (heading in Chinese, in English, {word: (Chinese, English)}), in reading order."""


def label(word: StrEnum) -> str:
    """Say a word of the vocabulary in Chinese, without the hint in brackets on how to write it."""
    return GROUPS[type(word)][2][str(word)][0].partition("(")[0]


def label_en(word: StrEnum) -> str:
    """Say a word of the vocabulary in English."""
    return GROUPS[type(word)][2][str(word)][1].partition(" (")[0]
