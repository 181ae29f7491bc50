"""Invented records that the samples of the checks cite: one of each design, each with something to say."""

from __future__ import annotations

from dataclasses import replace

from claimlint.model import EvidenceRecord, Notice

TRIAL = EvidenceRecord(
    "sample:trial",
    "Daily walking for knee pain in adults with osteoarthritis: a randomised controlled trial",
    2019,
    ("Moreau A",),
    "Journal of Invented Medicine",
    types=("Journal Article", "Randomized Controlled Trial"),
    abstract=(
        "Background: Knee pain is common. Methods: 312 adults with osteoarthritis, aged 45 to 70 years, were randomised to "
        "daily walking or usual care for 12 weeks. Results: Knee pain fell by 38% with walking compared with usual care (95% CI"
        " 21 to 55%; p = 0.004). Sleep quality did not differ between the groups (p = 0.41). Falls occurred in 9% of walkers "
        "and 10% of controls, a difference that was not significant. Conclusions: Daily walking reduces knee pain."
    ),
)
TABLETS = EvidenceRecord(
    "sample:tablets",
    "Zinc tablets for the common cold in men: a randomised placebo-controlled trial",
    2016,
    ("Okafor B",),
    "Journal of Invented Medicine",
    types=("Journal Article", "Randomized Controlled Trial"),
    abstract=(
        "Background: Zinc is sold for colds. Methods: 200 men aged 20 to 50 years took 80 mg zinc or placebo daily. Results: "
        "The duration of the common cold did not differ between zinc and placebo (7.1 vs 7.0 days; p = 0.72). Nausea was more "
        "frequent with zinc than with placebo (20% vs 8%; p = 0.01). Conclusions: Zinc tablets did not shorten the common cold."
    ),
)
ACCURACY = EvidenceRecord(
    "sample:reader",
    "A deep learning algorithm for wrist fractures: diagnostic accuracy in an external test set",
    2021,
    ("Lindqvist C",),
    "Journal of Invented Imaging",
    types=("Journal Article", "Validation Study"),
    abstract=(
        "Methods: The algorithm read 2,000 radiographs of adults. Results: Sensitivity was 91% and specificity was 88%. "
        "Conclusions: The algorithm detected wrist fractures with high accuracy."
    ),
)
LIPIDS = EvidenceRecord(
    "sample:lipids",
    "Plant sterol yogurt and LDL cholesterol: a randomised placebo-controlled trial",
    2018,
    ("Haddad D",),
    "Journal of Invented Nutrition",
    types=("Journal Article", "Randomized Controlled Trial"),
    abstract=(
        "Methods: 150 adults ate sterol yogurt or plain yogurt for 8 weeks. Results: LDL cholesterol fell by 0.4 mmol/L with "
        "sterol yogurt compared with plain yogurt (p = 0.001). In a post hoc subgroup of women over 50 the fall was 0.6 mmol/L."
        " Conclusions: Sterol yogurt lowers LDL cholesterol."
    ),
)
COHORT = EvidenceRecord(
    "sample:cohort",
    "Coffee drinking and dementia: a prospective cohort study",
    2015,
    ("Petrov E",),
    "Journal of Invented Epidemiology",
    types=("Journal Article", "Observational Study"),
    abstract=(
        "Methods: 4,000 adults were followed for 10 years. Results: Dementia was less frequent in coffee drinkers (hazard ratio"
        " 0.81, 95% CI 0.70 to 0.94). Conclusions: Coffee drinking was associated with a lower incidence of dementia."
    ),
)
REVIEW = EvidenceRecord(
    "sample:review",
    "Walking for knee pain in osteoarthritis: a systematic review and meta-analysis of randomised trials",
    2023,
    ("Ilves G",),
    "Journal of Invented Reviews",
    types=("Journal Article", "Meta-Analysis"),
    abstract=(
        "Methods: We pooled 14 randomised trials of walking in adults with osteoarthritis. Results: Walking did not reduce knee pain "
        "compared with usual care (p = 0.62). Conclusions: Walking did not reduce knee pain."
    ),
)
POOLED = EvidenceRecord(
    "sample:pooled",
    "Coffee and dementia: a meta-analysis of prospective cohorts",
    2022,
    ("Ilves G",),
    "Journal of Invented Reviews",
    types=("Journal Article", "Meta-Analysis"),
    abstract=(
        "Results: In 21 cohorts the risk of dementia did not differ between coffee drinkers and others (relative risk 1.00, 95% CI 0.94 "
        "to 1.07). Conclusions: Coffee drinking was not associated with the risk of dementia."
    ),
)
MOUSE = EvidenceRecord(
    "sample:mouse",
    "A plant peptide shrinks tumours in mice",
    2020,
    ("Sato F",),
    "Journal of Invented Biology",
    types=("Journal Article",),
    abstract="Results: The peptide reduced tumour volume in mice and strengthened immune cells in vitro.",
)
CASE = replace(TRIAL, key="sample:case", title="Knee pain eased by walking: a case report", types=("Case Reports",), abstract="")
PREPRINT = replace(TRIAL, key="sample:preprint", types=("Preprint",))
RETRACTED = replace(TRIAL, key="sample:retracted", notices=(Notice("retraction", "doi:10.5555/r", "2023"),))
CONCERN = replace(TRIAL, key="sample:concern", notices=(Notice("expression-of-concern"),))
UPDATED = replace(TRIAL, key="sample:updated", notices=(Notice("update", "doi:10.5555/newer", "2024"),))
CORRECTED = replace(TRIAL, key="sample:corrected", notices=(Notice("correction", "doi:10.5555/corrigendum", "2020"),))
