"""The closed words of the permission table."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How a person, in one capacity, stands to one case."""

    OWN = "own"  # drafted it or was made an editor of it
    UNIT = "unit"  # administers the organisation that enters it
    CHOSEN_RECOMMENDER = "chosen_recommender"  # the recommending unit the case was sent to
    ASSIGNED = "assigned"  # an expert judging it now, commitment signed; blind to who applies
    ASSIGNED_OPEN = "assigned_open"  # the same in a round that is not blind
    CONFLICTED = "conflicted"  # an expert with a standing conflict: sees nothing at all
    OFFICE = "office"  # the secretariat
    MEMBER = "member"  # the committee or a guiding unit
    NONE = "none"


class Field(StrEnum):
    """The parts of a case that are shown or hidden separately."""

    CASE = "case"  # header: title, team, unit, state, timeline
    CONTENT = "content"  # the form's answers
    IDENTITY = "identity"  # team, unit, people: what a blind review hides
    PRIVATE = "private"  # ID numbers and other encrypted values, only with a reason
    ATTACHMENTS = "attachments"
    ENDORSEMENT = "endorsement"
    RECEIPT = "receipt"
    RECOMMENDATION = "recommendation"
    FINDINGS = "findings"
    CONFLICTS = "conflicts"
    EXPERT_NAMES = "expert_names"
    OWN_SCORECARD = "own_scorecard"
    SCORECARDS = "scorecards"
    RESULTS = "results"  # merged points, ranks
    PROPOSAL = "proposal"
    VOTES = "votes"
    LEVEL = "level"  # the resolved level
    OBJECTIONS = "objections"
    OBJECTOR = "objector"
    COMPLAINTS = "complaints"  # about a recommending unit, of no case
    COMPLAINANT = "complainant"
    CERTIFICATE = "certificate"
    STORY = "story"
    JOURNAL = "journal"


class Verb(StrEnum):
    """What may be done. Everything but SEE is an official act and is journalled."""

    SEE = "see"
    DRAFT = "draft"
    EDIT = "edit"
    ENDORSE = "endorse"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REVIVE = "revive"
    RECOMMEND = "recommend"
    APPROVE_DIRECT = "approve_direct"
    SCREEN = "screen"
    ANSWER = "answer"
    APPOINT = "appoint"
    JUDGE_CONFLICT = "judge_conflict"
    DECLARE_CONFLICT = "declare_conflict"
    ASSIGN = "assign"
    SCORE = "score"
    CONCLUDE = "conclude"
    DELIBERATE = "deliberate"
    HAND_IN = "hand_in"
    PROPOSE = "propose"
    VOTE = "vote"
    RESOLVE = "resolve"
    SIGN_OFF = "sign_off"
    GIVE_NOTICE = "give_notice"
    OBJECT = "object"
    SETTLE = "settle"
    COMPLAIN = "complain"
    HEAR = "hear"  # a complaint
    PUBLISH = "publish"
    ISSUE = "issue"
    REVOKE = "revoke"
    FORWARD = "forward"
    CONSENT = "consent"
    TELL = "tell"  # publish a story
    DISQUALIFY = "disqualify"
    EXTEND = "extend"
    RECEIVE = "receive"  # book a paper copy
