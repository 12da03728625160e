"""The wording of po/zh_CN.po: one word for one concept, and one typography.

    test-chinese.py PO-FILE

Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
"""
import gettext
import re
import subprocess
import sys
import tempfile

# Words of other schools, each with what Nabla says instead, so that a student
# meets one word for one thing.
WORDS = {
    "成本函数": "代价函数", "(?<!加)权值": "权重", "矢量化": "向量化",
    "隐层|隐含层": "隐藏层", "正向传播": "前向传播", "后向传播": "反向传播",
    "学习速率": "学习率", "过度拟合": "过拟合", "暂退法|丢弃法": "随机失活",
    "梯度检查": "梯度检验", "批标准化|批量标准化|批量规范化": "批量归一化",
    "批次": "批量", "迭代周期": "轮", "震荡": "摆动", "噪音": "噪声",
    "准确度": "准确率", "汇聚层": "池化层", "滤波器": "过滤器",
    "身份映射": "恒等映射", "对象检测": "目标检测", "先验框": "锚框",
    "面部识别": "人脸识别", "风格转换": "风格迁移", "递归神经网络": "循环神经网络",
    "训练示例": "训练样本", "试验": "实验 or 尝试", "撤销": "撤消",
    "(?<!下)载入": "加载", "拷贝": "复制", "缺省": "默认值", "侧栏": "侧边栏",
    "阀值": "阈值", "[你您]": "a sentence without a pronoun",
}
HAN = "[\u4e00-\u9fff]"
TYPOGRAPHY = {
    "[「」]": "the quotes “ ”",
    r"\.\.\.": "…",
    "。。": "one full stop",
    "！": "no exclamation mark",
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]": "half-width digits and letters",
    f"{HAN}[A-Za-z0-9%]|[A-Za-z0-9]{HAN}": "a space between Chinese and Latin",
    # A semicolon at the end is that of a list which programs read.
    f"{HAN}(?:[,:?]|;(?!$|.*;$))": "full-width punctuation",
    "[⟨⟩⁽ⁱ⁾⁻ᵀℝ▸]": "only characters that the Chinese font has",
}


def problems_of(text):
    """What is wrong with one translation."""
    # A conversion ends in a letter that is none of the sentence.
    plain = re.sub(r"%(\d+\$)?[-+ 0#']*[\d.*]*(?:hh|h|ll|l|z)?[a-zA-Z]", "%", text)
    found = []
    for pattern, right in {**WORDS, **TYPOGRAPHY}.items():
        match = re.search(pattern, plain)
        if match:
            found.append(f"“{match.group()}” should be {right}")
    return found


def self_test():
    """Each rule has to find what it is for."""
    for wrong in ("权值", "梯度检查。", "你好", "打开...", "使用Adam", "共%d行", "权重,偏置", "３层"):
        assert problems_of(wrong), wrong
    for right in ("使用 Adam 训练 20 轮。", "已删除 %d 次运行", "加权值", "已保存“%s”", "占 5%。"):
        assert not problems_of(right), (right, problems_of(right))


def main():
    self_test()
    with tempfile.TemporaryDirectory() as folder:
        compiled = folder + "/nabla.mo"
        subprocess.run(["msgfmt", "-o", compiled, sys.argv[1]], check=True)
        with open(compiled, "rb") as file:
            catalog = gettext.GNUTranslations(file)._catalog
    translations = [text for message, text in catalog.items() if message != ""]
    assert translations, "zh_CN.po is empty"
    wrong = [(text, problems_of(text)) for text in translations if problems_of(text)]
    for text, problems in wrong:
        print(f"{text}\n    {'; '.join(problems)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
