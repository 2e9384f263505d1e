//! Trees of small texts, valid and broken, in the compact form of the dump.

use expect_test::{Expect, expect};
use longshore_syntax::yaml;

use crate::dump::dump;

#[expect(clippy::needless_pass_by_value, reason = "as expect-test is used")]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&dump(&yaml::parse(text), text));
}

#[test]
fn block_and_flow() {
    check(
        "a:\n  - b: [1, {c: d}]\n    e:\n- x\n",
        expect![[r#"
        ---
        map 0..32
          :a 0..1
            list 5..32
              map 7..28
                :b 7..8
                  [] 10..21
                    :1 11..12
                    {} 14..20
                      :c 15..16
                        :d 18..19
                :e 26..27
                  - 28..28
              :x 31..32
    "#]],
    );
}

#[test]
fn lists_in_the_column_of_their_key() {
    check(
        "a:\n- 1\n-\n- - 2\n  - 3\nb: {}\n",
        expect![[r#"
        ---
        map 0..26
          :a 0..1
            list 3..20
              :1 5..6
              - 8..8
              list 11..20
                :2 13..14
                :3 19..20
          :b 21..22
            {} 24..26
    "#]],
    );
}

#[test]
fn scalars_in_all_styles() {
    check(
        "p: one\n  two\n\n  three # c\ns: 'it''s\n  so'\nd: \"\\u00e9\\x41\\\n  b\\n\"\nl: |-\n  x\n   y\nf: >+2\n   x\n  y\n  z\n\nk: v\n",
        expect![[r#"
            ---
            map 0..105
              :p 0..1
                :one two\nthree 3..21
              :s 26..27
                'it's so 29..41
              :d 42..43
                "éAb\n 45..64
              :l 65..66
                |x\n y 68..79
              :f 80..81
                > x\ny z\n\n 83..99
              :k 101..102
                :v 104..105
            … # c
        "#]],
    );
}

#[test]
fn properties_and_aliases() {
    check(
        "a: &x !reset\n  k: v\nb: !override [*x]\n&k c: *x\nd: &y\ne: !<tag:x,2000:y> z\n",
        expect![[r#"
        ---
        map 0..73
          :a 0..1
            &x !reset map 15..19
              :k 15..16
                :v 18..19
          :b 20..21
            !override [] 33..37
              *x 34..36
          &k :c 41..42
            *x 44..46
          :d 47..48
            &y - 52..52
          :e 53..54
            !<tag:x,2000:y> :z 72..73
    "#]],
    );
}

#[test]
fn complex_keys() {
    check(
        "? [a, b]\n: c\n? - d\n: - e\n{f: g}: h\n? i\n",
        expect![[r#"
        ---
        map 0..38
          [] 2..8
            :a 3..4
            :b 6..7
            :c 11..12
          list 15..18
            :d 17..18
            list 21..24
              :e 23..24
          {} 25..31
            :f 26..27
              :g 29..30
            :h 33..34
          :i 37..38
            - 38..38
    "#]],
    );
}

#[test]
fn several_documents() {
    check(
        "%YAML 1.2\n--- # first\na: 1\n...\n---\n---\n- b\n",
        expect![[r#"
        ---
        map 22..26
          :a 22..23
            :1 25..26
        ---
        - 35..35
        ---
        list 39..42
          :b 41..42
        … # first
    "#]],
    );
}

#[test]
fn windows_text_with_byte_order_mark() {
    check(
        "\u{feff}a: |\r\n  x\r\n  y\r\nb: \"c\r\n  d\" # e\r\n",
        expect![[r#"
        ---
        map 3..30
          :a 3..4
            |x\ny\n 6..17
          :b 19..20
            "c d 22..30
        … # e
    "#]],
    );
}

#[test]
fn half_typed_key() {
    check(
        "web:\n  image: x\n  im\n  ports:\n    - 80\n",
        expect![[r#"
        ---
        map 0..38
          :web 0..3
            map 7..38
              :image 7..12
                :x 14..15
              :im 18..20
                - 20..20
              :ports 23..28
                list 34..38
                  :80 36..38
        ! 20..20 a colon is missing behind this key
    "#]],
    );
    check(
        "web:\n  im\n  image: x\n",
        expect![[r#"
        ---
        map 0..20
          :web 0..3
            map 7..20
              :im 7..9
                - 9..9
              :image 12..17
                :x 19..20
        ! 9..9 a colon is missing behind this key
    "#]],
    );
    check(
        "web:\n  image:x\n",
        expect![[r#"
        ---
        map 0..14
          :web 0..3
            :image:x 7..14
    "#]],
    );
}

#[test]
fn missing_colon_before_a_block() {
    check(
        "services:\n  web\n    image: x\n  db:\n    image: y\n",
        expect![[r#"
        ---
        map 0..47
          :services 0..8
            map 12..47
              :web 12..15
                map 20..28
                  :image 20..25
                    :x 27..28
              :db 31..33
                map 39..47
                  :image 39..44
                    :y 46..47
        ! 15..15 a colon is missing behind this key
    "#]],
    );
}

#[test]
fn open_quote() {
    check(
        "a: \"b\nc: d\n",
        expect![[r#"
        ---
        map 0..10
          :a 0..1
            "b 3..5
          :c 6..7
            :d 9..10
        ! 3..4 this quote is never closed
    "#]],
    );
    check(
        "\"a:\n  b: \"c\"\nd: e\n",
        expect![[r#"
        ---
        map 0..17
          :a 1..2
            map 6..12
              :b 6..7
                "c 9..12
          :d 13..14
            :e 16..17
        ! 0..1 this is never closed
    "#]],
    );
}

#[test]
fn open_bracket() {
    check(
        "a: [b, c\nd: e\n",
        expect![[r#"
        ---
        map 0..13
          :a 0..1
            [] 3..8
              :b 4..5
              :c 7..8
          :d 9..10
            :e 12..13
        ! 3..4 this bracket is never closed
    "#]],
    );
    check(
        "a: [\n  b: c\n  d: e\nf: g\n",
        expect![[r#"
        ---
        map 0..23
          :a 0..1
            [] 3..4
          :b 7..8
            :c 10..11
          :d 14..15
            :e 17..18
          :f 19..20
            :g 22..23
        ! 3..4 this bracket is never closed
        ! 7..7 this line is indented otherwise than its neighbours
        ! 14..14 this line is indented otherwise than its neighbours
    "#]],
    );
    check(
        "x:\n  [web:\n    image: y\n  db: {}\n",
        expect![[r#"
        ---
        map 0..32
          :x 0..1
            map 5..32
              :web 6..9
                map 15..23
                  :image 15..20
                    :y 22..23
              :db 26..28
                {} 30..32
        ! 5..6 this is never closed
    "#]],
    );
}

#[test]
fn wrong_indentation() {
    check(
        "a:\n  b: 1\n   c: 2\n  d: 3\n",
        expect![[r#"
        ---
        map 0..24
          :a 0..1
            map 5..24
              :b 5..6
                :1 8..9
              :c 13..14
                :2 16..17
              :d 20..21
                :3 23..24
        ! 13..13 this line is indented otherwise than its neighbours
    "#]],
    );
    check(
        "a:\n   b:\n    x: 1\n  c:\n    x: 2\n",
        expect![[r#"
        ---
        map 0..31
          :a 0..1
            map 6..31
              :b 6..7
                map 13..17
                  :x 13..14
                    :1 16..17
              :c 20..21
                map 27..31
                  :x 27..28
                    :2 30..31
        ! 20..20 this line is indented otherwise than its neighbours
    "#]],
    );
}

#[test]
fn tabs_as_indentation() {
    check(
        "a:\n  b:\n    c: 1\n\td: 2\n    e: 3\n",
        expect![[r#"
        ---
        map 0..31
          :a 0..1
            map 5..31
              :b 5..6
                map 12..31
                  :c 12..13
                    :1 15..16
                  :d 18..19
                    :2 21..22
                  :e 27..28
                    :3 30..31
        ! 17..18 a tab is used as indentation
    "#]],
    );
}

#[test]
fn stray_dash() {
    check(
        "s:\n  - web:\n    image: x\n  db:\n    image: y\n",
        expect![[r#"
        ---
        map 0..43
          :s 0..1
            map 5..43
              :web 7..10
                map 16..24
                  :image 16..21
                    :x 23..24
              :db 27..29
                map 35..43
                  :image 35..40
                    :y 42..43
        ! 5..6 a dash is one too many here
    "#]],
    );
    check(
        "s:\n  web: {}\n  - db:\n    image: y\n",
        expect![[r#"
        ---
        map 0..33
          :s 0..1
            map 5..33
              :web 5..8
                {} 10..12
              :db 17..19
                map 25..33
                  :image 25..30
                    :y 32..33
        ! 15..16 a dash is one too many here
    "#]],
    );
}

#[test]
fn list_with_a_dash_missing() {
    check(
        "a:\n  - \"b\"\n  \"c\"\n  - d\n",
        expect![[r#"
        ---
        map 0..22
          :a 0..1
            list 5..22
              "b 7..10
              "c 13..16
              :d 21..22
        ! 13..13 a dash is missing before this item
    "#]],
    );
}

#[test]
fn colon_in_a_value() {
    check(
        "a: b: c # d\ne: f\n",
        expect![[r#"
        ---
        map 0..16
          :a 0..1
            :b: c 3..7
          :e 12..13
            :f 15..16
        … # d
        ! 4..5 a value with `: ` in it must be quoted
    "#]],
    );
}

#[test]
fn depth_is_limited() {
    let text = format!("a: {}\nb: 1\n", "[".repeat(100_000));
    let parsed = yaml::parse(&text);
    assert!(parsed.problems.iter().any(|problem| problem.message.contains("too deeply")));
    assert_eq!(parsed.root().unwrap().get("b").and_then(yaml::Node::as_str), Some("1"));
}
