//! The settings of the extension for VS Code, made from the schema of the configuration.

use serde_json::{Map, Value, json};

/// Keys that say something to the command line only.
const NOT_FOR_EDITORS: [&str; 1] = ["fail-level"];
/// Around the settings in the extension's manifest.
const START: &str = "    \"configuration\": [";
const END: &str = "\n    ],\n";

/// `manifest` with the settings that follow from `schema`.
pub(crate) fn manifest(manifest: &str, schema: &Value) -> String {
    let (before, rest) = manifest.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let text = serde_json::to_string_pretty(&json!([rules(schema), server()])).unwrap();
    let settings = text.trim_start_matches('[').trim_end_matches("\n]").replace('\n', "\n    ");
    format!("{before}{START}{settings}{END}{after}")
}

fn server() -> Value {
    let path = "The program to start instead of the one that came with the extension: an absolute path, which may begin \
                with `~` or `${workspaceFolder}`.";
    let trace = "What of the talk between editor and server is shown in the output.";
    json!({ "title": "Server", "properties": {
        "longshore.server.path": {
            "type": "string", "default": "", "scope": "machine-overridable", "markdownDescription": path,
        },
        "longshore.trace.server": {
            "type": "string", "enum": ["off", "messages", "verbose"], "default": "off", "scope": "window",
            "markdownDescription": trace,
        },
    } })
}

fn rules(schema: &Value) -> Value {
    let keys = schema["properties"].as_object().unwrap().iter();
    let for_editors = keys.filter(|(key, _)| !NOT_FOR_EDITORS.contains(&key.as_str()));
    let properties: Map<String, Value> = for_editors
        .map(|(key, value)| {
            let mut setting = convert(value, schema);
            let nothing = match setting["type"].as_str() {
                Some("array") => json!([]),
                // What can be switched off is on.
                Some("boolean") => json!(true),
                Some("object") => json!({}),
                // The first of its words is what holds by itself.
                _ => setting["enum"][0].clone(),
            };
            assert!(!nothing.is_null(), "{key} has no default");
            setting.insert("default".to_owned(), nothing);
            setting.insert("scope".to_owned(), json!("window"));
            (format!("longshore.{key}"), Value::Object(setting))
        })
        .collect();
    json!({ "title": "Rules", "properties": properties })
}

/// What the editor's form of settings understands of `value`: references are resolved and `null` is left out.
fn convert(value: &Value, schema: &Value) -> Map<String, Value> {
    let optional = || value["anyOf"].as_array()?.iter().find_map(|choice| choice["$ref"].as_str());
    let reference = value["$ref"].as_str().or_else(optional);
    let named = reference.map_or(value, |reference| schema.pointer(&reference[1..]).unwrap());
    let mut setting = Map::new();
    let mut set = |key: &str, value: Value| _ = setting.insert(key.to_owned(), value);
    let types =
        named["type"].as_array().map_or(Some(&named["type"]), |types| types.iter().find(|kind| *kind != "null"));
    set("type", types.filter(|kind| !kind.is_null()).cloned().unwrap_or_else(|| json!("string")));
    if let Some(text) = value["description"].as_str().or(named["description"].as_str()) {
        set("markdownDescription", json!(text.replace('\n', " ")));
    }
    if let Some(choices) = named["oneOf"].as_array() {
        let all = |key: &str| choices.iter().map(|choice| choice[key].clone()).collect::<Value>();
        set("enum", all("const"));
        set("enumDescriptions", all("description"));
    }
    if named["items"].is_object() {
        set("items", Value::Object(convert(&named["items"], schema)));
    }
    if let Some(properties) = named["properties"].as_object() {
        let inner = properties.iter().map(|(key, value)| (key.clone(), Value::Object(convert(value, schema))));
        set("properties", Value::Object(inner.collect()));
        set("additionalProperties", named["additionalProperties"].clone());
    }
    setting
}
