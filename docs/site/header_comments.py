#!/usr/bin/env python3
"""A header as Doxygen reads it: its plain comments made documentation. The first comment of the file describes the file, one
before a declaration the declaration, one behind a member the member. Lines indented within a comment (tables, equations) stay
as they are."""
import re, sys


def escaped(text):
    return re.sub(r"`([^`]*)`", r"<tt>\1</tt>", re.sub(r"([<>@\\#&])", r"\\\1", text))


def main():
    out, is_first, in_block, in_code, is_foreign = [], True, False, False, False
    for line in open(sys.argv[1]):
        comment = re.match(r"(\s*)//(?!/) ?(.*)$", line)
        if comment:
            indent, text = comment.groups()
            if is_first and not in_block:
                out.append("/// \\file\n///\n")
            is_code = text.startswith("  ")
            if is_code != in_code and text.strip():
                out.append(f"{indent}/// " + ("\\verbatim\n" if is_code else "\\endverbatim\n"))
                in_code = is_code
            in_block = True
            out.append(f"{indent}/// {text if in_code else escaped(text)}\n")
            continue
        if in_block:
            if in_code:
                out.append("/// \\endverbatim\n")
            is_first = in_block = in_code = False
        if line.startswith("struct std::"):  # Doxygen looks for their scope in vain
            out.append("/// \\cond\n")
            is_foreign = True
        if is_foreign and line.startswith("};"):
            line += "/// \\endcond\n"
            is_foreign = False
        behind = re.match(r"(.*[;,{}].*?)\s*//\s(.*)$", line)
        if behind and '"' not in behind[1]:
            line = f"{behind[1]}  ///< {escaped(behind[2])}\n"
        out.append(line)
    sys.stdout.write("".join(out))


main()
