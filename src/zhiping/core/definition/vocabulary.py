"""The closed vocabulary of programme definitions: every word a YAML file may use, with one meaning each."""

from __future__ import annotations

from enum import StrEnum


class StageKind(StrEnum):
    """What happens in a stage of the journey."""

    SIGN_UP = "sign_up"
    EVENT = "event"
    TRAINING = "training"
    APPLICATION = "application"
    RECOMMENDATION = "recommendation"
    SCREENING = "screening"
    ROUND = "round"
    HAND_IN = "hand_in"
    APPROVAL = "approval"
    NOTICE = "notice"
    PUBLICATION = "publication"
    PROMOTION = "promotion"
    FORWARDING = "forwarding"


class RoundKind(StrEnum):
    """How experts judge in a round."""

    DESK = "desk"
    PRESENTATION = "presentation"
    SITE_VISIT = "site_visit"
    DELIBERATION = "deliberation"


class Need(StrEnum):
    """Whether a step must be there."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class ApplicantKind(StrEnum):
    """Who stands behind an application."""

    TEAM = "team"
    ORGANISATION = "organisation"
    PERSON = "person"


class RecommenderKind(StrEnum):
    """What sort of body recommends."""

    DISTRICT = "district"
    INDUSTRY = "industry"
    GROUP = "group"
    AUTHORITY = "authority"
    ASSOCIATION = "association"


class Party(StrEnum):
    """Whose duty a stage, file or deadline is."""

    APPLICANT = "applicant"
    UNIT = "unit"
    RECOMMENDER = "recommender"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"
    COMMITTEE = "committee"
    GUIDING = "guiding"
    PUBLIC = "public"


class Confirmation(StrEnum):
    """Who must agree before an exceptional route is open."""

    OFFICE_APPROVAL = "office_approval"
    NONE = "none"


class Severity(StrEnum):
    """What an unmet rule does."""

    REFUSE = "refuse"
    WARN = "warn"


class EligibilityTest(StrEnum):
    """How an eligibility rule is tested."""

    CONFIRMED = "confirmed"
    FACT_IS = "fact_is"
    YEARS_AT_LEAST = "years_at_least"
    WITHIN_YEARS = "within_years"
    FILE_GIVEN = "file_given"


class EvidenceFrom(StrEnum):
    """Where the answer to an eligibility rule comes from."""

    QUESTION = "question"
    REGISTER = "register"
    FILE = "file"
    OFFICE = "office"


class QuotaMoment(StrEnum):
    """The act at which a quota is counted."""

    SUBMIT = "submit"
    RECOMMEND = "recommend"
    PROPOSE = "propose"


class QuotaKey(StrEnum):
    """What a quota may be counted per, besides the edition's own dimensions."""

    EDITION = "edition"
    ORGANISATION = "organisation"
    GROUP_PARENT = "group_parent"
    TEAM = "team"
    PERSON = "person"
    RECOMMENDER = "recommender"
    LEVEL = "level"


class FieldKind(StrEnum):
    """What an applicant may put into a form field."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    MONTH = "month"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PHONE = "phone"
    MOBILE = "mobile"
    EMAIL = "email"
    USCC = "uscc"
    ID_NUMBER = "id_number"
    POSTCODE = "postcode"
    PHOTO = "photo"
    TABLE = "table"
    MEMBERS = "members"
    ORGANISATION = "organisation"
    DECLARATION = "declaration"


class FileKind(StrEnum):
    """File types, judged by content and not by name."""

    PDF = "pdf"
    DOC = "doc"
    DOCX = "docx"
    XLS = "xls"
    XLSX = "xlsx"
    PPT = "ppt"
    PPTX = "pptx"
    JPG = "jpg"
    PNG = "png"
    MP4 = "mp4"
    ZIP = "zip"


class ChecklistTest(StrEnum):
    """How a screening point is checked: by a person, or by one of the machine's checks."""

    MANUAL = "manual"
    FORM_COMPLETE = "form_complete"
    FILES_COMPLETE = "files_complete"
    FILES_WITHIN_LIMITS = "files_within_limits"
    NAME_AS_REGISTERED = "name_as_registered"
    SEAL_CURRENT = "seal_current"
    QUOTA_KEPT = "quota_kept"
    ELIGIBLE = "eligible"
    TITLE_WITHIN_LIMIT = "title_within_limit"
    DATES_AGREE = "dates_agree"
    NOT_REPEATED = "not_repeated"


class Remedy(StrEnum):
    """What may follow an unmet screening point."""

    SUPPLEMENT = "supplement"
    FAIL = "fail"


class CardKind(StrEnum):
    """How a scorecard is filled."""

    POINTS = "points"
    BANDS = "bands"
    CHECKLIST = "checklist"


class MergeRule(StrEnum):
    """How the totals of several experts become one."""

    MEAN = "mean"
    MEAN_DROP_EXTREMES = "mean_drop_extremes"
    MEDIAN = "median"
    RATER_ADJUSTED = "rater_adjusted"
    CONSENSUS = "consensus"


class Blind(StrEnum):
    """What a reviewer does not get to see."""

    NONE = "none"
    APPLICANT = "applicant"
    APPLICANT_AND_RECOMMENDER = "applicant_and_recommender"


class AdvanceRule(StrEnum):
    """Who goes on from a round."""

    ALL = "all"
    RANK = "rank"
    SHARE = "share"
    SCORE = "score"
    QUOTA = "quota"
    PANEL = "panel"


class Entry(StrEnum):
    """Who takes part in a round."""

    ALL = "all"
    PROPOSED_LEVEL = "proposed_level"
    PANEL_REQUEST = "panel_request"


class LevelBasis(StrEnum):
    """What a level is decided by."""

    SHARE = "share"
    SCORE = "score"
    COUNT = "count"
    PANEL = "panel"
    VOTE = "vote"


class SignOff(StrEnum):
    """Whether the guiding units sign off the result."""

    GUIDING_UNITS = "guiding_units"
    NONE = "none"


class Majority(StrEnum):
    """What makes a committee vote pass."""

    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"
    NONE = "none"


class Shown(StrEnum):
    """What published lists, certificates and exports may show."""

    NUMBER = "number"
    TITLE = "title"
    TEAM = "team"
    ORGANISATION = "organisation"
    PERSON = "person"
    MEMBERS = "members"
    RECOMMENDER = "recommender"
    CATEGORY = "category"
    DOMAIN = "domain"
    LEVEL = "level"
    YEAR = "year"
    DIMENSION = "dimension"


class Channel(StrEnum):
    """Where results and good practice are made known."""

    WEBSITE = "website"
    WECHAT = "wechat"
    MAGAZINE = "magazine"
    PLATFORM = "platform"
    MEETING = "meeting"


class Secret(StrEnum):
    """Things whose disclosure an edition may open."""

    TOTAL_SCORE = "total_score"
    ITEM_SCORES = "item_scores"
    REVIEWER_NAMES = "reviewer_names"
    COMMENTS = "comments"
    FEEDBACK_REPORT = "feedback_report"
    RECOMMENDER_OPINION = "recommender_opinion"
    REPORT_TEXT = "report_text"


class Phase(StrEnum):
    """What a state means to code and to the permission table."""

    DRAFT = "draft"
    RECOMMENDATION = "recommendation"
    SCREENING = "screening"
    SUPPLEMENT = "supplement"
    ROUND = "round"
    APPROVAL = "approval"
    NOTICE = "notice"
    PUBLISHED = "published"
    ENDED = "ended"


class Event(StrEnum):
    """The acts that move an application."""

    SUBMIT = "submit"
    RETURN_TO_APPLICANT = "return_to_applicant"
    RECOMMEND = "recommend"
    DECLINE = "decline"
    PASS_SCREENING = "pass_screening"  # noqa: S105 -- an act, no secret
    FAIL_SCREENING = "fail_screening"
    RETURN_FOR_SUPPLEMENT = "return_for_supplement"
    ANSWER_SUPPLEMENT = "answer_supplement"
    ADVANCE = "advance"
    DROP = "drop"
    APPROVE = "approve"
    NOT_APPROVE = "not_approve"
    CONFIRM = "confirm"
    UPHOLD = "uphold"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REVIVE = "revive"
    DISQUALIFY = "disqualify"


class Precision(StrEnum):
    """How exactly a notice names a time."""

    INSTANT = "instant"
    DAY = "day"
    THIRD_OF_MONTH = "third_of_month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"
    BY = "by"
    LATER = "later"


class Fact(StrEnum):
    """What conditions may ask about the people and bodies behind an application."""

    APPLICANT_KIND = "applicant.kind"
    ORGANISATION_REGION = "organisation.region"
    ORGANISATION_DISTRICT = "organisation.district"
    ORGANISATION_INDUSTRY = "organisation.industry"
    ORGANISATION_SIZE = "organisation.size"
    ORGANISATION_OWNERSHIP = "organisation.ownership"
    ORGANISATION_SPECIALISED = "organisation.specialised"
    ORGANISATION_MEMBER = "organisation.member"
    ORGANISATION_FOUNDED_ON = "organisation.founded_on"
    TEAM_REGISTERED_ON = "team.registered_on"
    PERSON_QUALITY_YEARS = "person.quality_years"
    RECOMMENDER_KIND = "recommender.kind"
    RECOMMENDER_FLAG = "recommender.flag"
    RECOMMENDER_AVAILABLE = "recommender.available"
    PROPOSED_LEVEL = "proposed_level"
    ROUTE = "route"
    ACTIVITY_LAST_ON = "activity.last_on"


END_STATES = ("published", "declined", "not_passed", "not_selected", "withdrawn", "disqualified")
HOLDING = (
    StageKind.RECOMMENDATION,
    StageKind.SCREENING,
    StageKind.ROUND,
    StageKind.APPROVAL,
    StageKind.NOTICE,
    StageKind.PUBLICATION,
)
"""Kinds of stage in which an application stands; the others run beside its path."""
