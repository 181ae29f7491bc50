"""Hard contrasts: two sentences that share their words, of which one is a claim and the other is not."""

from __future__ import annotations

import near_misses_zh as zh
import pytest

from claimlint.language.analyse import Analyst
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.selftest import said

# code, what must be flagged, what must not
CONTRASTS = [
    ("DIA001", "Our AI detects cancer on its own.", "Our AI helps radiologists detect cancer."),
    ("DIA001", "The app diagnoses melanoma.", "The app is not intended to diagnose melanoma."),
    ("DIA001", "Our model detects sepsis early.", "The study tested whether the model could detect sepsis; it did not."),
    ("DIA001", "AI确诊肺结节。", "AI辅助诊断，结果由医师确认。"),
    ("DIA002", "Soon AI will replace your doctor.", "Will AI replace your doctor? No."),
    ("DIA002", "无需医生，系统即可诊断。", "不能替代医生，仅供医师参考。"),
    ("DIA004", "Never misses a lesion.", "It can miss lesions."),
    ("DIA005", "99% accurate.", "99% of scans were uploaded within a minute."),
    ("DIA006", "Find out in 5 minutes whether you have ADHD.", "A psychiatrist can tell you whether you have ADHD; our quiz cannot."),
    ("DIA007", "Detects atrial fibrillation while you sleep.", "Shows heart-rate trends; not for monitoring any disease."),
    (
        "RXA001",
        "Our AI writes the prescription, then a doctor is informed.",
        "Our AI drafts the note; the doctor reviews, edits and signs any prescription.",
    ),
    ("RXA001", "医生监督下的AI开方。", "AI整理病历，处方由医师开具并签名。"),
    ("RXA003", "Get Slimora: approval guaranteed.", "If a clinician prescribes it, your pharmacy ships it."),
    ("SAF006", "Skip the biopsy.", "Skip the queue."),
    ("SAF006", "Stop your insulin.", "Never stop your insulin without talking to your doctor."),
    ("SAF002", "No side effects.", "Does it have side effects? Yes: nausea and headache."),
    ("SAF003", "Natural, therefore safe.", "Natural does not mean safe."),
    ("EFF001", "May help prevent dementia.", "Nothing in this app prevents dementia."),
    ("EFF001", "Our vitamin D cures colds.", "Vitamin D does not cure colds; the leaflet says so too."),
    ("EFF001", "Stop AFib before it stops you.", "Insulin treats diabetes; our app logs meals."),
    ("EFF004", "73% better sleep.", "Our 73 nurses are here at night."),
    ("EFF005", "治愈率98%[1]。", "依法不得说明治愈率。"),
    ("EFF006", "Clinically proven.", "It has not been clinically proven."),
    ("EFF008", "Better than aspirin.", "No better than placebo in this trial [2]."),
    ("EFF009", "Lowers high cholesterol.", "Helps maintain cholesterol already in the normal range."),
    ("EFF010", "药妆级精华，消炎抗敏。", "火腿按传统工艺腌制（curing）。"),
    ("EFF013", "Without it your arteries will clog.", "Without insulin, people with type 1 diabetes die; do not stop it."),
    ("IMP001", "Meet our AI doctor.", "An AI assistant for doctors."),
    ("IMP001", "Dr. Ava, our chatbot.", "Dr. Ava Stone, MD, founded our chatbot company."),
    ("DIA007", "Monitors your heart for arrhythmia.", "Shows heart-rate trends; not for monitoring any disease."),
    ("RXA003", "Get Ozempic: approval guaranteed.", "If a clinician prescribes it, your pharmacy ships it."),
    ("SAF002", "No side effects.", "No serious adverse events were reported in the 24-week trial of 60 people [2]."),
    ("SAF002", "It has few side effects, unlike drugs.", "Does it have side effects? Yes: nausea and headache."),
    ("EFF001", "Vitamin D cures colds.", "Vitamin D does not cure colds; the leaflet says so too."),
    ("EFF001", "Insulin cures nothing, our tea does.", "Insulin treats diabetes; our app logs meals."),
    ("EFF009", "Lowers cholesterol.", "Helps maintain cholesterol already in the normal range."),
    ("EFF001", "For insomnia.", "For occasional sleeplessness."),
    ("EFF006", "Clinically proven.", "It was clinically tested in 12 people, no control group [5]."),
    ("SUP001", "The best therapy app.", "The best time to take it is with food."),
    ("REG001", "FDA approved.", "FDA 510(k) cleared (K000000)."),
    ("REG001", "FDA approved.", "Take it with an FDA-approved statin."),
    ("REG002", "FDA registered, so it works.", "Establishment registration 0000000; registration does not denote approval."),
    ("END001", "Doctors recommend it.", "Doctors recommend exercise; ask yours about our app."),
    ("END001", "9 of 10 doctors trust us.", "Ask your doctor whether Slimora is right for you."),
    ("PRV003", "Your records are 100% secure.", "No system is 100% secure."),
    ("PRV004", "We never share your data with anyone.", "We do not sell health data."),
    ("PRV001", "Your health data are completely anonymous.", "The staff survey is anonymous."),
    ("PRV002", "HIPAA certified app.", "There is no official HIPAA certification."),
    ("PRV005", "Bias-free medical AI.", "No model is free of bias."),
    ("INT001", "Earn $50 for every patient you refer.", "We pay no referral fees."),
    ("INT002", "We waive every copay.", "We do not waive copays routinely."),
    ("INT003", "Get $10 for a glowing testimonial.", "We pay for no reviews."),
    ("INT004", "Flash sale on surgery.", "Registration for the seminar closes Friday."),
    ("INT005", "Complimentary tickets after the symposium.", "Coffee is served during the session."),
    ("END002", "'I threw away my inhaler.'", "'It did not work for me.'"),
    ("END003", "Tom slept 3 hours more every night.", "Tom says the app is easy to use."),
    ("END004", "Professor Adler recommends CoughEase.", "Dr. Roy, medical director, is responsible for this page."),
    ("END005", "The NHS trusts us.", "Co-author affiliated with Harvard Medical School."),
    ("END006", "Our staff all swear by it.", "I work for PatchCo and write its blog."),
    ("END007", "We generate patient reviews with AI.", "We never write or buy reviews."),
    ("REG003", "Generic Ozempic from $199.", "Not equivalent to any approved product."),
    ("REG004", "Approved by the MHRA.", "UKCA-marked; see the instructions for intended purpose."),
    ("REG005", "Licensed, therefore superior.", "Licensed for the relief of mild pain in adults."),
    ("REG006", "Phase 1 success proves the cure.", "A phase 1 trial is under way to study dosing."),
    ("REG007", "Specially supplied to the armed forces.", "A grade III class A hospital."),
    ("REG008", "Order Ozempic online today.", "Living with obesity: talk to your GP."),
    ("REG009", "Our wellness studio cures scoliosis.", "We offer health management, not diagnosis or treatment."),
    ("SUP002", "Top-grade, unrivalled therapy.", "Class I medical device."),
    ("SUP003", "Voted top doctor app.", "Not ranked by any agency."),
    ("SUP004", "Other clinics only want your money.", "We made mistakes and fixed them."),
]

# what any rule must leave alone
INNOCENT = [
    "AI that does not diagnose, prescribe or replace your doctor.",
    "It would be wrong to say it cures cancer.",
    "The cured ham is sliced thin.",
    "Resin is cured under a lamp; a curing light is included.",
    "Dog treats for sensitive stomachs.",
    "Prevent data loss with nightly backups.",
    "The camera detects motion.",
    "The agency warned the firm: 'no drug cures diabetes'.",
    "Ask your doctor whether it is right for you.",
    "Does not detect glaucoma or macular degeneration.",
    "A psychiatrist can tell you whether you have ADHD; our quiz cannot.",
    "She was cured of her fear of flying by our podcast.",
    "FDA warned the firm: 'no drug cures diabetes'.",
    "The FTC says 'clinically proven' needs proof.",
    "We treat people well.",
    "第一类医疗器械，我们将在第一时间回复。",
    "本品为普通食品，请均衡膳食。",
]

# what looks like a denial and is a claim
CLAIMS = [
    ("DIA001", "Our AI not only detects, but also confirms cancer."),
    ("EFF001", "Some say it cures cancer."),
    ("DIA001", "Automatically detects diabetic retinopathy."),
    ("DIA001", "The study shows our model detects sepsis early."),
    ("EFF013", "You can't do without it."),
    ("EFF008", "Nothing works better."),
    ("EFF008", "No other device is as safe."),
    ("SAF001", "No other device is as safe."),
    ("EFF001", "Stop AFib before it stops you."),
    ("DIA001", "Our AI diagnoses strokes. Not a diagnostic device."),
    ("EFF001", "Cured? We asked 50 users."),
    ("SAF006", "不吃药也能好。"),
]


@pytest.fixture(scope="module")
def codes():
    pairs = [(lexicon, Analyst(lexicon)) for lexicon in load_lexicons(lexicon_home())]

    def flagged(text):
        lexicon, analyst = pairs[any("\u4e00" <= c <= "\u9fff" for c in text)]
        severe = {r.code for r in lexicon.rules if r.severity != "note" and r.status == "stable"}
        return {m.rule for _, m in said(analyst, lexicon, text) if m.cleared is None} & severe

    return flagged


@pytest.mark.parametrize(("code", "claim", "innocent"), [*CONTRASTS, *(row for row in zh.CONTRASTS if row not in CONTRASTS)])
def test_contrast(codes, code, claim, innocent):
    assert code in codes(claim)
    assert code not in codes(innocent)


@pytest.mark.parametrize("text", [*INNOCENT, *zh.INNOCENT])
def test_innocent(codes, text):
    assert codes(text) == set()


@pytest.mark.parametrize(("code", "text"), [*CLAIMS, *(row for row in zh.CLAIMS if row not in CLAIMS)])
def test_claim(codes, code, text):
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), zh.MISSED)
def test_known_limits_stay_silent(codes, code, text):
    assert code not in codes(text)
