//! The table is sorted, complete in its words, and judges texts as the engine does.

use std::collections::HashSet;

use super::*;

/// Every object that is reached from `shape`.
fn objects(shape: &Shape, found: &mut Vec<&'static Object>, seen: &mut HashSet<*const Map>) {
    if let Some(list) = shape.list {
        objects(&list.items, found, seen);
    }
    match shape.map {
        Some(map) if !seen.insert(map) => {}
        Some(Map::Free { values, .. }) => objects(values, found, seen),
        Some(Map::Object(object)) => {
            found.push(object);
            object.keys.iter().for_each(|key| objects(&key.shape, found, seen));
        }
        None => {}
    }
}

#[test]
fn keys_are_sorted_and_described() {
    let mut all = vec![&FILE];
    let mut seen = HashSet::new();
    FILE.keys.iter().for_each(|key| objects(&key.shape, &mut all, &mut seen));
    let keys: Vec<&Key> = all.iter().flat_map(|object| object.keys).collect();
    assert!(all.len() > 45 && keys.len() > 250, "{} objects, {} keys", all.len(), keys.len());
    for object in all {
        let names: Vec<&str> = object.names().collect();
        assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
        let known = |name: &&str| object.key(name.split('.').next().unwrap()).is_some();
        assert!(object.required.iter().chain(object.either).all(known), "{names:?}");
        assert!(object.needs.iter().all(|need| known(&need.key) && need.needed.iter().all(known)), "{names:?}");
        assert!(object.conflicts.iter().all(|conflict| known(&conflict.key) && known(&conflict.other)), "{names:?}");
    }
    for key in keys {
        let about = key.about;
        assert!(about.len() > 5 && about.len() < 90 && !about.ends_with('.'), "{}: {about}", key.name);
    }
}

#[test]
fn texts_are_judged_as_the_engine_does() {
    let fine = Verdict::Fine;
    let (odd, refused) = (Verdict::Odd, Verdict::Refused);
    for (format, verdict, texts) in [
        (Format::Flag, fine, "true yes Y ON False n"),
        (Format::Flag, refused, "1 0 t maybe"),
        (Format::Duration, fine, "10s 1m30s 1.5h -5s 0 1d 1w2d 10us .5s +1s"),
        (Format::Duration, refused, "10 5S s 1y 1M 10x"),
        (Format::Size, fine, "64m 64mb 64MiB 1.5g 0 1e3 1t 1p 1k 1b"),
        (Format::Size, refused, "lots -1 64x 50% 64bb"),
        (Format::PullPolicy, fine, "always daily every_12h every_1d2h missing"),
        (Format::PullPolicy, refused, "sometimes Always every_ every_5x"),
        (Format::Restart, fine, "no always on-failure on-failure:3 unless-stopped"),
        (Format::Restart, odd, "alway on-failure:x on-failure:-1 always:3 never"),
        (Format::ContainerName, fine, "ab a-b.c_d"),
        (Format::ContainerName, odd, "ab/c ab!"),
        (Format::ContainerName, refused, "a -x _x .a ä"),
        (Format::ProjectName, fine, "app my_app-2 1a"),
        (Format::ProjectName, odd, "App a.b -a _a"),
        (Format::Platform, fine, "linux linux/amd64 linux/arm64/v8"),
        (Format::Platform, odd, "a/b/c/d linux/ linux//v7"),
        (
            Format::Publish,
            fine,
            "80 80/tcp 80:90/udp 80-90 80-90:80-90 80-90:80 127.0.0.1::90 [::1]:80:90 ::80 :80 80/TCP 80:80-80 0:80 1-2-3:80",
        ),
        (
            Format::Publish,
            refused,
            "99999:80 abc:80 80/foo 90-80 80:80-90 1.2.3:80:90 ::1:80:90 localhost:80:90 0 -1 80: 80:90:100 1.2.3.4:80 80-91:80-90",
        ),
        (Format::Port, fine, "80 0"),
        (Format::Port, odd, "99999"),
        (Format::Port, refused, "abc -1 80/tcp 80-90"),
        (Format::Mount, fine, "/a a ./x:/a v:/a:ro v:/a:ro,z C:\\x:/y C:\\x:C:\\y :: vol:/a:volume-subpath=x"),
        (Format::Mount, odd, "vol:/a:foo"),
        (Format::Mount, refused, "/a: /a:/b:ro:z /a:/b: /a::ro :/a"),
        (Format::Device, refused, "a:b:c:d"),
        (Format::Host, fine, "a:1.2.3.4 a=1.2.3.4 a:host-gateway a: a:::1"),
        (Format::Host, refused, "a :1.2.3.4"),
        (Format::Subnet, fine, "10.0.0.0/8 fd00::/64"),
        (Format::Subnet, odd, "10.0.0.0 10.0.0.0/33 x/8"),
        (Format::Variable, fine, "A A=1 ${X}=1"),
        (Format::Count, fine, "all 2 -1"),
        (Format::Count, refused, "x"),
    ] {
        for text in texts.split(' ') {
            assert_eq!(format.judge(text), verdict, "{format:?} {text}");
        }
    }
}

#[test]
fn ports_say_what_is_wrong() {
    for (text, fault) in [
        ("127.0.0.1:80", PortFault::OnePort),
        ("127.0.0.1:80:", PortFault::Missing),
        ("1.2.3:80:80", PortFault::Address),
        ("80-70", PortFault::Backwards),
        ("80-81:80-99", PortFault::Ranges),
        ("80/http", PortFault::Protocol),
        ("web", PortFault::Number),
    ] {
        assert_eq!(Format::Publish.port_fault(text), Some(fault), "{text}");
    }
}

#[test]
fn commands_end_where_a_shell_would_go_on() {
    let command = Format::Command;
    for text in ["a 'b c'", "sh -c \"a && b\"", "a `b`", "a #b", "a \"b(c)\"", "a \\& b", "a $(b)"] {
        assert_eq!((command.judge(text), command.cut(text)), (Verdict::Fine, None), "{text}");
    }
    for (text, at) in [("a && b", 2), ("a; b", 1), ("a 'x|y' | b", 8), ("a 2>&1", 3)] {
        assert_eq!((command.judge(text), command.cut(text)), (Verdict::Odd, Some(at)), "{text}");
    }
    for text in ["it's", "a \"b", "(a)", "a)", "a `b", "a $(b", "a \\", "a $((1+2))"] {
        assert_eq!(command.judge(text), Verdict::Refused, "{text}");
    }
}
