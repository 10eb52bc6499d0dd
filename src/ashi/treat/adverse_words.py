"""The words around adverse events, in the language of the page."""

from django.utils.translation import get_language, gettext, pgettext

from ashi.core.treatment.adverse import Action, Category, Onset, Outcome, Relation, Reporter, Severity
from ashi.knowledge.treatment.adverse import Sign, adverse_words


def category_word(category: str) -> str:
    return adverse_words().kinds[Category(category)].name.in_language(get_language())


def sign_word(sign: Sign) -> str:
    return sign.words.in_language(get_language())


def severity_word(severity: str) -> str:
    return {
        Severity.MILD: pgettext("severity of an adverse event", "Mild"),
        Severity.MODERATE: pgettext("severity of an adverse event", "Moderate"),
        Severity.SERIOUS: pgettext("severity of an adverse event", "Serious"),
    }[Severity(severity)]


def severity_meaning(severity: str) -> str:
    return {
        Severity.MILD: gettext("Mild: needed no treatment"),
        Severity.MODERATE: gettext("Moderate: needed treatment"),
        Severity.SERIOUS: gettext("Serious: hospital, something that stays, or death"),
    }[Severity(severity)]


def onset_word(onset: str) -> str:
    return {
        Onset.DURING: pgettext("when an adverse event began", "During the visit"),
        Onset.SAME_DAY: pgettext("when an adverse event began", "The same day"),
        Onset.NEXT_DAYS: pgettext("when an adverse event began", "In the next three days"),
        Onset.LATER: pgettext("when an adverse event began", "Later"),
    }[Onset(onset)]


def relation_word(relation: str) -> str:
    return {
        Relation.CERTAIN: pgettext("does it come from the treatment", "Certain"),
        Relation.PROBABLE: pgettext("does it come from the treatment", "Probable"),
        Relation.POSSIBLE: pgettext("does it come from the treatment", "Possible"),
        Relation.UNLIKELY: pgettext("does it come from the treatment", "Unlikely"),
        Relation.UNKNOWN: pgettext("does it come from the treatment", "Cannot be judged"),
    }[Relation(relation)]


def action_word(action: str) -> str:
    return {
        Action.NONE: pgettext("what was done about an adverse event", "Nothing was needed"),
        Action.CARE: pgettext("what was done about an adverse event", "Cared for here"),
        Action.NEEDLES_OUT: pgettext("what was done about an adverse event", "Needles taken out"),
        Action.STOPPED: pgettext("what was done about an adverse event", "Treatment ended"),
        Action.REFERRED: pgettext("what was done about an adverse event", "Sent to a doctor"),
        Action.EMERGENCY: pgettext("what was done about an adverse event", "911 was called"),
    }[Action(action)]


def outcome_word(outcome: str) -> str:
    return {
        Outcome.RESOLVED: pgettext("outcome of an adverse event", "Over"),
        Outcome.RECOVERING: pgettext("outcome of an adverse event", "Getting better"),
        Outcome.ONGOING: pgettext("outcome of an adverse event", "Not over"),
        Outcome.SEQUELAE: pgettext("outcome of an adverse event", "Something stays"),
        Outcome.FATAL: pgettext("outcome of an adverse event", "Died"),
        Outcome.UNKNOWN: pgettext("outcome of an adverse event", "Not known"),
    }[Outcome(outcome)]


def reporter_word(reporter: str) -> str:
    return {
        Reporter.PATIENT: pgettext("who reported an adverse event", "Told by the patient"),
        Reporter.ACUPUNCTURIST: pgettext("who reported an adverse event", "Written down by the acupuncturist"),
    }[Reporter(reporter)]
