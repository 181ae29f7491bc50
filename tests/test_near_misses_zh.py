"""Forty hard contrasts in Chinese: two sentences that share their words, of which one is a claim and the other is not."""

from __future__ import annotations

import pytest

from claimlint.language.analyse import Analyst
from claimlint.rules.home import lexicon_home
from claimlint.rules.load import load_lexicons
from claimlint.selftest import said

# code, what must be flagged, what must not; two of the forty need a product profile (3 and 4: a declared indication) and are not here
CONTRASTS = [
    ("DIA001", "我们的AI自己就能检出癌症。", "我们的AI协助放射科医生发现癌症。"),
    ("DIA001", "这款App可诊断黑色素瘤。", "这款App不用于诊断黑色素瘤。"),
    ("DIA001", "研究表明，我们的模型能早期发现脓毒症。", "该研究考察模型能否早期发现脓毒症，结果是否定的。"),
    ("DIA002", "AI很快就会取代您的医生。", "AI会取代您的医生吗？不会。"),
    ("DIA002", "无需医生，系统即可诊断。", "不能替代医生，仅供医师参考。"),
    ("DIA001", "AI确诊肺结节。", "AI辅助诊断，结果由医师确认。"),
    ("DIA002", "AI辅助诊断，其实不用医生看了。", "AI辅助诊断仅供医生参考。"),
    ("DIA004", "从不漏诊任何病灶。", "它可能漏掉病灶。"),
    ("DIA005", "诊断准确率99%。", "99%的影像在一分钟内上传完毕。"),
    ("DIA007", "手表监测房颤。", "手表显示心率变化趋势，不用于监测任何疾病。"),
    ("DIA006", "五分钟知道您是不是得了多动症。", "是否患有多动症，须由精神科医生判断，本问卷不能判断。"),
    ("RXA001", "AI开出处方，再通知医生。", "AI起草病历，处方由医师审核修改并签名。"),
    ("RXA001", "医生监督下的AI开方。", "AI整理病历，处方由医师开具并签名。"),
    ("RXA003", "保证通过审核，拿到减肥针处方。", "如果医师开具处方，药房将为您寄送。"),
    ("SAF006", "不用做活检。", "不用排队。"),
    ("SAF006", "把胰岛素停了吧。", "未咨询医生，切勿停用胰岛素。"),
    ("SAF002", "没有副作用。", "在60人参加的24周随机对照试验中，未见严重不良反应[2]。"),
    ("SAF002", "副作用小，不像西药。", "它有副作用吗？有，恶心和头痛。"),
    ("SAF003", "纯天然，所以安全。", "天然并不意味着安全。"),
    ("EFF001", "可能有助于预防老年痴呆。", "本应用的任何功能都不能预防老年痴呆。"),
    ("EFF001", "维生素D胶囊治好感冒。", "维生素D不能治好感冒，说明书也这样写。"),
    ("EFF001", "胰岛素治标，本茶根治糖尿病。", "胰岛素用于治疗糖尿病，本应用只记录饮食。"),
    ("EFF001", "告别失眠。", "偶尔睡不好，可以试试固定的起床时间。"),
    ("EFF011", "有效降低血脂。", "有助于维持血脂健康水平。"),
    ("EFF005", "治愈率98%[1]。", "依法不得说明治愈率。"),
    ("EFF008", "疗效优于阿司匹林。", "本试验中疗效并不优于安慰剂[2]。"),
    ("EFF004", "睡眠改善73%。", "今晚有73名护士值班。"),
    ("EFF006", "经临床证实有效。", "尚未经临床证实。"),
    ("EFF013", "不喝它，迟早中风。", "1型糖尿病患者离不开胰岛素，请勿自行停用。"),
    ("EFF010", "药妆级精华，消炎抗敏。", "火腿按传统工艺腌制（curing）。"),
    ("SUP002", "国内第一，首选品牌。", "第一类医疗器械，我们将在第一时间回复。"),
    ("SUP002", "全国最好的心理治疗App。", "最好在饭后服用。"),
    ("REG002", "FDA认证，品质保证。", "他汀须凭处方购买，请选用已获批准的药品。"),
    ("REG002", "国家备案产品，疗效看得见。", "备案号000000，备案不代表对疗效的认可。"),
    ("IMP001", "认识一下我们的AI医生。", "给医生用的AI助手。"),
    ("IMP004", "智能体“安医生”为您服务。", "安琪医生创办了我们的软件公司。"),
    ("END001", "医生一致推荐。", "医生推荐多运动；关于本应用请咨询您的医生。"),
    ("END001", "十位医生九位信赖。", "是否适合您，请咨询医生。"),
]

# what any rule must leave alone
INNOCENT = [
    "本AI不诊断、不开方，也不代替您的医生。",
    "说它能治好癌症是不对的。",
    "她靠我们的播客治好了坐飞机的恐惧症，纯属玩笑话。",
    "固化灯使树脂在三十秒内固化。",
    "狗狗零食，肠胃敏感也能吃。",
    "每晚备份，防止数据丢失。",
    "摄像头可检测移动物体。",
    "药监局警告该公司：没有任何药物能治愈糖尿病。",
    "我们善待每一位员工。",
    "不是替代医生，而是减轻医生的负担。",
    "凡是说一针治好近视的，都是骗子。",
    "广告中禁止出现“根治”“无副作用”。",
    "该平台为医生提供初步诊断建议。",
    "AI生成的报告供医师修改后签发。",
    "第一附属医院最近引进了新设备。",
    "根治术后请按时复查，器械唯一标识见标签。",
]

# what looks like a denial, an aside or no claim at all, and is one
CLAIMS = [
    ("DIA001", "系统不仅检出癌症，还能确诊。"),
    ("EFF001", "有顾客说，它治好了胃癌。"),
    ("SAF006", "不吃药也能好。"),
    ("END004", "医生也在用。"),
    ("EFF013", "健康必备，离不开它。"),
    ("EFF001", "根 治 糖 尿 病"),
    ("EFF001", "本茶可ｚｈｉ疗高血压。"),
    ("EFF001", "本茶可根治糖尿病。本品不能代替药物。"),
    ("EFF007", "今天做矫正，明天就上班。"),
    ("EFF004", "打一针，年轻十岁。"),
    ("END002", "血压稳了，头也不晕了。"),
    ("RXA001", "三秒出方。"),
    ("EFF001", "專治牛皮癬。"),
]

# known to be beyond what words alone tell: irony, and a denial that implies the claim
MISSED = [("SAF002", "没有副作用才怪。"), ("EFF001", "并非所有人都能治好。")]


@pytest.fixture(scope="module")
def codes():
    lexicon = load_lexicons(lexicon_home(), ("zh",))[0]
    analyst = Analyst(lexicon)
    severe = {r.code for r in lexicon.rules if r.severity != "note" and r.status == "stable"}

    def flagged(text):
        return {m.rule for _, m in said(analyst, lexicon, text) if m.cleared is None} & severe

    return flagged


@pytest.mark.parametrize(("code", "claim", "innocent"), CONTRASTS)
def test_contrast(codes, code, claim, innocent):
    assert code in codes(claim)
    assert code not in codes(innocent)


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent(codes, text):
    assert codes(text) == set()


@pytest.mark.parametrize(("code", "text"), CLAIMS)
def test_claim(codes, code, text):
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), MISSED)
def test_known_limits_stay_silent(codes, code, text):
    assert code not in codes(text)
