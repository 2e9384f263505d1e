//! Trees, spans and recovery, case by case.

use expect_test::{Expect, expect};

use super::{Dialect, Node, Operator, Part, Span, dialect, dump, parse};
use crate::Logical;

/// Compares the dumps of `texts`, a line each.
#[track_caller]
fn check(texts: &[&str], expected: &Expect) {
    let dumps: Vec<String> = texts.iter().map(|text| dump::script(&parse(&Logical::identity(text, 0)))).collect();
    expected.assert_eq(&(dumps.join("\n") + "\n"));
}

/// The source of each command, word and part, outer before inner.
fn sources(text: &str, logical: &Logical) -> Vec<String> {
    let mut found = Vec::new();
    parse(logical).walk(&mut |node| match node {
        Node::Command(command) => found.push(format!("command {}", command.span.text(text))),
        Node::Word(word) => {
            let parts: Vec<&str> = word.parts.iter().map(|Part { span, .. }| span.text(text)).collect();
            found.push(format!("  word {} = {}", word.span.text(text), parts.join(" + ")));
        }
        Node::Simple(_) | Node::Variable(..) => {}
    });
    found
}

#[test]
fn lists() {
    check(
        &[
            "",
            "a",
            "a b && c || d; e & f",
            "a |b|& c && ! d | e",
            "a;\n\nb # comment\n# comment\nc",
            "a \\\n  b\\\nc",
            "a \\\r\n  b\r\nc\r\n",
            "a&&b||c;d&e",
            "a #b && c\nd#e",
            "! a",
            "(a; b) > f 2>&1 | { c; }",
            "a &&\n\nb |\n c",
        ],
        &expect![[r#"

            (a)
            (a b) && (c) || (d) ; (e) & (f)
            ((a) | (b) | (c)) && !((d) | (e))
            (a) ; (b) ; (c)
            (a bc)
            (a b) ; (c) ;
            (a) && (b) || (c) ; (d) & (e)
            (a) ; (d#e)
            !((a))
            (subshell((a) ; (b)) Write<f> 2DupOut<1> | group((c) ;))
            (a) && ((b) | (c))
        "#]],
    );
}

#[test]
fn quotes() {
    check(
        &[
            r#"a 'b c' "d e" f\ g"#,
            r#"'' "" a''b"#,
            r#"'a\b' "a\b\"\$\\\`" \"#,
            r#""a $x `b` $(c "d") \
e""#,
            r#"$'a\n\t\'\x41\101\u00e9\q' $"a $x" "$'a'""#,
            r#"it\'s a"b"'c'd"#,
            r"a\é \
b",
            "'a\nb' \"c\nd\"",
        ],
        &expect![[r#"
            (a 'b c' 'd e' f' 'g)
            ('' '' a''b)
            ('a\\b' 'a\\b\'$\\`' \)
            ('a ''${x}'' ''`[(b)]'' ''$[(c 'd')]'' e')
            ('a\n\t'AAé\\q' 'a ''${x}' '$'a'')
            (it'''s a'b''c'd)
            (a'é' b)
            ('a\nb' 'c\nd')
        "#]],
    );
}

#[test]
fn variables() {
    check(
        &[
            "$a ${b} $1 $12 ${12} $@ $# $? $- $$ $! $ $% a$",
            "${a-b} ${a:-b c} ${a=b} ${a:=b} ${a?b} ${a:?b} ${a+b} ${a:+$b}",
            "${a#*/} ${a##*/} ${a%.*} ${a%%[0-9]*}",
            "${a/b/c} ${a//b/c} ${a//\\//_} ${a/#b} ${a:1} ${a:1:2} ${a: -1} ${a^} ${a^^} ${a,,} ${a@Q}",
            "${#a} ${#} ${##} ${#@} ${!a} ${!a*} ${!} ${a[1]} ${a[@]} ${#a[@]} ${a[$i]:-b}",
            r#""${a:-b "c" 'd'}" "${a#'x'*}" ${a:-"b}" '}'} "${a:-\}}" ${a:-${b:-c}}"#,
            "${} ${{ a }} ${a b}",
            "${a:-$(b)} ${a:-`b`}",
        ],
        &expect![[r#"
            (${a} ${b} ${1} ${1}2 ${12} ${@} ${#} ${?} ${-} ${$} ${!} $ $% a$)
            (${a Default { null: false } b} ${a Default { null: true } b c} ${a Assign { null: false } b} ${a Assign { null: true } b} ${a Error { null: false } b} ${a Error { null: true } b} ${a Alternative { null: false } b} ${a Alternative { null: true } ${b}})
            (${a RemovePrefix { longest: false } glob:*:/} ${a RemovePrefix { longest: true } glob:*:/} ${a RemoveSuffix { longest: false } .glob:*:} ${a RemoveSuffix { longest: true } glob:[0-9]:glob:*:})
            (${a Replace { all: false } b, c} ${a Replace { all: true } b, c} ${a Replace { all: true } '/', _} ${a Replace { all: false } #b} ${a Substring 1} ${a Substring 1, 2} ${a Substring  -1} ${a Case } ${a Case } ${a Case } ${a Transform Q})
            (${a Length } ${#} ${# Length } ${@ Length } ${a Indirect } ${a Indirect glob:*:} ${!} ${a[1]} ${a[@]} ${a[@] Length } ${a[${i}] Default { null: true } b})
            ('${a Default { null: true } 'b ''c'' 'd''}' '${a RemovePrefix { longest: false } 'x'glob:*:}' ${a Default { null: true } 'b}' '}'} '${a Default { null: true } '}'}' ${a Default { null: true } ${b Default { null: true } c}})
            (${} ${ Unknown { a }} ${a Unknown  b})
            (${a Default { null: true } $[(b)]} ${a Default { null: true } `[(b)]})
        "#]],
    );
}

#[test]
fn substitutions() {
    check(
        &[
            "a $(b c | d) e",
            "a=$(b) c \"$(d \"e\")\"",
            "`a \\`b\\` \\$c \\\\d` \"`a \\\"b\\\"`\"",
            "$((1 + $a * (2))) $(( a )) $((b); c) $( (a) )",
            "a <(b) >(c) < <(d)",
            "$(case a in b) c;; esac) d",
            "$(a # b)\n) c",
            "$(a\nb\n) c",
        ],
        &expect![[r#"
            (a $[((b c) | (d))] e)
            (a=$[(b)] c '$[(d 'e')]')
            (`[(a `[(b)] ${c} 'd')] '`[(a 'b')]')
            ($(('1 + ''${a}'' * (2)')) $((' a ')) $[subshell((b)) ; (c)] $[subshell((a))])
            (a <[(b)] >[(c)] Read<<[(d)]>)
            ($[case(a [b] => (c))] d)
            ($[(a) ;] c)
            ($[(a) ; (b) ;] c)
        "#]],
    );
}

#[test]
fn patterns_and_braces() {
    check(
        &[
            "a* ?b [a-z]c [!]x] [[:alpha:]] [ a ] a[ '*' \\* \"?\"",
            "{a,b} x{a,{b,c}}y {} {a} {1..3} {a..z..2} {1..$n} '{a,b}' {a,b {,} a,b }",
            "{a,'b c',$d} \\{a,b} {a\\,b}",
            "@(a|b) !(*.c)x",
            "~ ~/a ~b/c a~ '~' \\~ ~\"a\" x=~/a:~b:c~",
            "find . -exec a {} +",
        ],
        &expect![[r#"
            (aglob:*: glob:?:b glob:[a-z]:c glob:[!]x]: glob:[[:alpha:]]: [ a ] a[ '*' '*' '?')
            (brace<a|b> xbrace<a|brace<b|c>>y {} {a} range<1..3> range<a..z..2> {1..${n}} '{a,b}' {a,b brace<|> a,b })
            (brace<a|'b c'|${d}> '{'a,b} {a','b})
            (@glob:(a|b): !glob:(*.c):x)
            (tilde<> tilde<>/a tilde<b>/c a~ '~' '~' ~'a' x=~/a:~b:c~)
            (find . -exec a {} +)
        "#]],
    );
}

#[test]
fn assignments() {
    check(
        &[
            "a=b",
            "a=b c=d e f=g",
            "a= b",
            "a+=b c[1]=d e[$i]+=f",
            "a=(b 'c d' $e [3]=f) g",
            "a=()",
            "a=(b\n# comment\nc\n)",
            "export a=(b c) d={e,f}",
            "a={b,c} 1a=b a-b=c =d",
            "a=b >c d",
            "a=~/b:~c:d~:'~'",
            "a[${#a[@]}]=b a[ b",
            "a=b\\\n",
        ],
        &expect![[r#"
            (a=b)
            (a=b c=d e f=g)
            (a= b)
            (a+=b c=d e+=f)
            (a=array<b 'c d' ${e} glob:[3]:=f> g)
            (a=array<>)
            (a=array<b c>)
            (export a=array<b c> d=brace<e|f>)
            (a={b,c} 1a=b a-b=c =d)
            (a=b d Write<c>)
            (a=tilde<>/b:tilde<c>:d~:'~')
            (a=b a[ b)
            (a=b)
        "#]],
    );
}

#[test]
fn redirects() {
    check(
        &[
            "a <b >c >>d 2>e 2>&1 <&3 >&- <>f >|g &>h &>>i <<<j",
            ">a",
            ">a b <c d",
            "a 2 >b 12>c d2>e",
            "{ a; } >b 2>&1",
            "while a; do b; done <c",
            "a >",
            "a > && b",
            "a >$b\"c\"",
        ],
        &expect![[r#"
            (a Read<b> Write<c> Append<d> 2Write<e> 2DupOut<1> DupIn<3> DupOut<-> ReadWrite<f> Clobber<g> Both<h> BothAppend<i> HereString<j>)
            ( Write<a>)
            (b d Write<a> Read<c>)
            (a 2 d2 Write<b> 12Write<c> Write<e>)
            group((a) ;) Write<b> 2DupOut<1>
            while((a) ;: (b) ;) Read<c>
            (a Write<>)
            (a Write<>) && (b)
            (a Write<${b}'c'>)
        "#]],
    );
}

#[test]
fn here_documents() {
    check(
        &[
            "a <<E\nb $c\n$(d)\nE\ne",
            "a <<'E' && b\n$c `d\nE\ne",
            "a <<-\"E\" | b\n\t\tc\n\td\n\tE\ne",
            "a <<E <<F\nb\nE\nc\nF\nd",
            "if a <<E; then\nb\nE\nc; fi",
            "$(a <<E\nb )\nE\n) c",
            "a <<E",
            "a <<E\nb",
            "a <<E\nE\n",
            "a <<E\r\nb\r\nE\r\nc",
            "a <<E\n\\$b \\\\ \\\"\nE",
            "a << E\\\n\nb\nE\nc",
            "`a <<E\nb\n$(c <<F\nd\nF\n)E\n` e <<G\nf\nG",
            "a \"$(b <<E\nc\nE\nd",
        ],
        &expect![[r#"
            (a HereDoc { strip_tabs: false, expand: true }<E 'b ''${c}''\n''$[(d)]''\n'>) ; (e)
            (a HereDoc { strip_tabs: false, expand: false }<'E' '$c `d\n'>) && (b) ; (e)
            ((a HereDoc { strip_tabs: true, expand: false }<'E' 'c\nd\n'>) | (b)) ; (e)
            (a HereDoc { strip_tabs: false, expand: true }<E 'b\n'> HereDoc { strip_tabs: false, expand: true }<F 'c\n'>) ; (d)
            if((a HereDoc { strip_tabs: false, expand: true }<E 'b\n'>) ; => (c) ;)
            ($[(a HereDoc { strip_tabs: false, expand: true }<E 'b )\n'>) ;] c)
            (a HereDoc { strip_tabs: false, expand: true }<E MISSING>)
            (a HereDoc { strip_tabs: false, expand: true }<E 'b'>) ;
            (a HereDoc { strip_tabs: false, expand: true }<E >) ;
            (a HereDoc { strip_tabs: false, expand: true }<E 'b\r\n'>) ; (c)
            (a HereDoc { strip_tabs: false, expand: true }<E '$b \\ \\\'\n'>) ;
            (a HereDoc { strip_tabs: false, expand: true }<E 'b\n'>) ; (c)
            (`[(a HereDoc { strip_tabs: false, expand: true }<E 'b\n''$[(c HereDoc { strip_tabs: false, expand: true }<F 'd\n'>) ;]''E\n'>) ;] e HereDoc { strip_tabs: false, expand: true }<G 'f\n'>) ;
            (a '$[(b HereDoc { strip_tabs: false, expand: true }<E 'c\n'>)]') ; (d)
        "#]],
    );
}

#[test]
fn compound_commands() {
    check(
        &[
            "if a; then b; elif c; then d; else e; fi",
            "if a\nthen\nb\nfi && c",
            "for a in b 'c d' $e; do f; done",
            "for a; do b; done; for a do b; done; for a in; do b; done",
            "for a in b\ndo\nc\ndone",
            "for ((i = 0; i < $n; i++)); do a; done",
            "select a in b; do c; done",
            "while a; do b; done; until a; b\ndo c; done",
            "case $a in b) c;; d|'e') f; g;; (h) ;; *) i ;& j) k;;& l) m\nesac n",
            "case a in\n# comment\nb)\nc\n;;\nesac",
            "f() { a; }; g () (b); function h { c; }; function i() { d; } >e",
            "{ a; b; }; (c; (d))",
            "[[ -f $a && ( b == c* || ! d =~ ^(e|f) ) ]] && g",
            "[[ a < b ]]; [[ a\n&& b\n]]; [ a ]",
            "(( a + b > 1 )) && c; ((a); b)",
            "echo if then fi { } ! done",
            "iffy; done_; {a; }b",
        ],
        &expect![[r#"
            if((a) ; => (b) ; elif (c) ; => (d) ; else (e) ;)
            if((a) ; => (b) ;) && (c)
            for(a in b 'c d' ${e}: (f) ;)
            for(a in args: (b) ;) ; for(a in args: (b) ;) ; for(a in : (b) ;)
            for(a in b: (c) ;)
            for(('i = 0; i < ''${n}''; i++'): (a) ;)
            select(a in b: (c) ;)
            while((a) ;: (b) ;) ; until((a) ; (b) ;: (c) ;)
            case(${a} [b] => (c), [d 'e'] => (f) ; (g), [h] => , [glob:*:] => (i), [j] => (k), [l] => (m) ;) (n)
            case(a [b] => (c) ;)
            function(f group((a) ;)) ; function(g subshell((b))) ; function(h group((c) ;)) ; function(i group((d) ;) Write<e>)
            group((a) ; (b) ;) ; subshell((c) ; subshell((d)))
            [[-f ${a} && ( b == cglob:*: || ! d =~ ^(e|f) )]] && (g)
            [[a < b]] ; [[a && b]] ; ([ a ])
            ((' a + b > 1 ')) && (c) ; subshell(subshell((a)) ; (b))
            (echo if then fi { } ! done)
            (iffy) ; (done_) ; ({a) ; (}b)
        "#]],
    );
}

#[test]
fn broken_commands_cost_only_themselves() {
    check(
        &[
            "&& a; b",
            "a && && b",
            "a | | b",
            "a; fi; b",
            "a; done && b )",
            "a ;; b",
            "if a; then b",
            "if a; b; fi; c",
            "while if a; then b; done; c",
            "for a in b; c; done; d",
            "for",
            "(a; b",
            "{ a; b",
            "a (b) c; d",
            "a (b; c",
            "case a in b; c",
            "case a",
            "a 'b\nc",
            "a \"b $(c\nd \"e\"\nf\"",
            "a \"b\nc",
            "a $(b; c",
            "a `b; c",
            "a ${b c\nd",
            "[[ a; b",
            "[[ a\nb",
            "f(",
            "f()",
            "function",
            "!",
            "a=(b; c",
            "$((a",
            "((a; b",
            "x=$(a;; b) c",
        ],
        &expect![[r#"
            OPAQUE (a) ; (b)
            (a) && OPAQUE (b)
            ((a)) OPAQUE (b)
            (a) ; OPAQUE OPAQUE (b)
            (a) ; OPAQUE OPAQUE (b) OPAQUE
            (a) OPAQUE (b)
            if((a) ; => (b))
            if((a) ; (b) ; => ) ; (c)
            while(if((a) ; => (b) ;): ) ; (c)
            for(a in b: ) (c) ; OPAQUE OPAQUE (d)
            for( in args: )
            subshell((a) ; (b))
            group((a) ; (b))
            (a OPAQUE c) ; (d)
            (a OPAQUE) ; (c)
            case(a ) (b) ; (c)
            case(a )
            (a 'b') ; (c)
            (a 'b ''$[(c)]') ; (d 'e') ; (f'')
            (a 'b') ; (c)
            (a $[(b) ; (c)])
            (a `[(b) ; (c)])
            (a OPAQUE c) ; (d)
            [[a]] ; (b)
            [[a]] ; (b)
            (f OPAQUE)
            function(f ?)
            OPAQUE
            OPAQUE
            (a=array<b OPAQUE c>)
            ($[subshell((a))])
            subshell(subshell((a) ; (b)))
            (x=$[(a) OPAQUE (b)] c)
        "#]],
    );
}

#[test]
fn spans_leave_out_quotes_and_comments() {
    let text = "a=b'c' d \"e $f\" '' g\\ h {i,j} k=(l) >m # n\no $(p `q`) | r;";
    expect![[r#"
        command a=b'c' d "e $f" '' g\ h {i,j} k=(l) >m
          word b'c' = b + c
          word d = d
          word "e $f" = e  + $f
          word '' = ''
          word g\ h = g + \  + h
          word {i,j} = {i,j}
          word i = i
          word j = j
          word k=(l) = k= + (l)
          word l = l
          word m = m
        command o $(p `q`) | r
        command o $(p `q`)
          word o = o
          word $(p `q`) = $(p `q`)
        command p `q`
          word p = p
          word `q` = `q`
        command q
          word q = q
        command r
          word r = r"#]]
    .assert_eq(&sources(text, &Logical::identity(text, 0)).join("\n"));
}

#[test]
fn spans_go_over_continuations() {
    let text = "RUN ab\\\ncd \\\n # comment\n  `e \\\\\\\n\\`f\\`` && g \\\n";
    let mut logical = Logical::default();
    for piece in ["ab", "cd ", "  `e \\\\", "\\`f\\`` && g "] {
        logical.push(piece, text.find(piece).unwrap() as u32);
    }
    expect![[r#"
        command ab\
        cd \
         # comment
          `e \\\
        \`f\``
          word ab\
        cd = ab\
        cd
          word `e \\\
        \`f\`` = `e \\\
        \`f\``
        command e \\\
        \`f\`
          word e = e
          word \\
        \`f\` = \\
        \` + f + `
        command g
          word g = g"#]]
    .assert_eq(&sources(text, &logical).join("\n"));
}

#[test]
fn spans_count_from_the_place_of_the_text() {
    let script = parse(&Logical::identity("a; é b", 100));
    let commands: Vec<Span> = script.commands().map(|simple| simple.span).collect();
    assert_eq!(commands, [Span::new(100, 101), Span::new(103, 107)]);
    assert_eq!(script.items[0].operator, Operator::Semi);
    assert_eq!(script.items[0].operator_span, Span::new(101, 102));
    assert_eq!(script.items[1].operator_span, Span::empty(107));
}

#[test]
fn here_document_bodies_have_spans() {
    let text = "a <<-E\n\tb $c\n\tE\n";
    let script = parse(&Logical::identity(text, 0));
    let redirect = &script.commands().next().unwrap().redirects[0];
    assert_eq!(redirect.span.text(text), "<<-E");
    assert_eq!(redirect.body.as_ref().unwrap().word().unwrap().span.text(text), "\tb $c\n");
}

#[test]
fn all_commands_are_visited() {
    let text = "a $(b `c`) | (d); if e; then f; fi; case $(g) in $(h)) i;; esac; j() { k; }; l <<E\n$(m)\nE\n
        for x in $(n); do o=$(p); done; [[ $(q) ]]; (( $(r) )); echo ${x:-$(s)} {t,$(u)} >$(v) <(w)";
    let script = parse(&Logical::identity(text, 0));
    let names: Vec<String> = script.commands().map(|it| it.name().unwrap_or("-".into()).into_owned()).collect();
    assert_eq!(names.join(" "), "a b c d e f g h i k l m n - p q r echo s u w v");
    let variables: Vec<&str> = script.variables().map(|(variable, _)| variable.name.as_str()).collect();
    assert_eq!(variables, ["x"]);
}

#[test]
fn words_say_what_is_known() {
    let text = r#"a'b'"c" a$b "" a*"#;
    let script = parse(&Logical::identity(text, 0));
    let words = &script.commands().next().unwrap().words;
    let literals: Vec<Option<String>> = words.iter().map(|it| it.literal().map(|it| it.into_owned())).collect();
    assert_eq!(literals, [Some("abc".to_owned()), None, Some(String::new()), None]);
    let prefixes: Vec<String> = words.iter().map(super::Word::prefix).collect();
    assert_eq!(prefixes, ["abc", "a", "", "a"]);
    assert_eq!(words.iter().map(super::Word::is_quoted).collect::<Vec<_>>(), [true, false, true, false]);
}

#[test]
fn dialects() {
    let of = |words: &[&str]| dialect(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
    for words in [&["/bin/sh", "-c"][..], &["bash", "-o", "pipefail", "-c"], &["/usr/bin/env", "-S", "bash", "-c"]] {
        assert_eq!(of(words), Dialect::Posix);
    }
    assert_eq!(of(&["/usr/bin/env", "A=b/c", "pwsh"]), Dialect::PowerShell);
    assert_eq!(of(&["C:\\Windows\\System32\\PowerShell.EXE", "-Command"]), Dialect::PowerShell);
    assert_eq!(of(&["cmd", "/S", "/C"]), Dialect::Cmd);
    assert_eq!(of(&["/usr/bin/python3", "-c"]), Dialect::Unknown);
    assert_eq!(of(&["env"]), Dialect::Unknown);
    assert_eq!(of(&[]), Dialect::Unknown);
}
