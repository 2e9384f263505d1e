//! What the client says it can do, and what it is told that the server does.

use longshore_syntax::Encoding;
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use crate::{code_actions, commands, convert};

/// What the client can do, as far as the server acts on it. The default is a client that can do nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// What columns count.
    pub(crate) encoding: Encoding,
    /// Whether it knows of encodings at all, so that the choice is announced.
    pub(crate) negotiates: bool,
    /// It asks for diagnostics (`textDocument/diagnostic`); otherwise they are pushed.
    pub(crate) pull: bool,
    /// It pulls again when told (`workspace/diagnostic/refresh`).
    pub(crate) refresh: bool,
    /// It may be offered diagnostics of files that are not open (`workspace/diagnostic`).
    pub(crate) surveys: bool,
    /// Diagnostics may have related places.
    pub(crate) related: bool,
    /// Diagnostics may have a link to their rule's page.
    pub(crate) code_description: bool,
    /// Diagnostics may carry data.
    pub(crate) data: bool,
    /// Code actions may be literals; otherwise they are commands.
    pub(crate) literals: bool,
    /// Edits may name document versions.
    pub(crate) document_changes: bool,
    /// Edits may create files.
    pub(crate) creates: bool,
    /// `workspace/applyEdit` is answered.
    pub(crate) apply_edit: bool,
    /// `window/showDocument` is answered.
    pub(crate) show_document: bool,
    /// `workspace/configuration` is answered.
    pub(crate) configuration: bool,
    /// Interest in configuration may be registered.
    pub(crate) registers_configuration: bool,
    /// File watchers may be registered.
    pub(crate) registers_watchers: bool,
    /// It tells of files that its user makes, moves and removes.
    pub(crate) tells_created: bool,
    pub(crate) tells_renamed: bool,
    pub(crate) tells_deleted: bool,
    /// Hovers may be Markdown.
    pub(crate) markdown: bool,
    /// How it shows lenses, if it does.
    pub(crate) lenses: Option<Shape>,
    /// It asks for lenses again when told.
    pub(crate) refreshes_lenses: bool,
    /// Its process.
    pub(crate) process: Option<u32>,
}

/// How lenses are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As code lenses, above the line.
    Lenses,
    /// As inlay hints, behind the line.
    Hints,
}

impl Shape {
    /// Where the client's capabilities say something about it.
    const fn key(self) -> &'static str {
        match self {
            Self::Lenses => "codeLens",
            Self::Hints => "inlayHint",
        }
    }
}

impl Profile {
    /// Reads the parameters of `initialize` as they came; what is missing or of another type counts as not there.
    pub(crate) fn read(params: &Value) -> Self {
        let capabilities = params.get("capabilities").unwrap_or(&Value::Null);
        let present = |path: &str| capabilities.pointer(path).is_some_and(|value| !value.is_null());
        let yes = |path: &str| capabilities.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let list = |path: &str| capabilities.pointer(path).map(strings).unwrap_or_default();
        let encodings = list("/general/positionEncodings");
        let either = |name: &str| {
            let (push, pull) =
                (format!("/textDocument/publishDiagnostics/{name}"), format!("/textDocument/diagnostic/{name}"));
            yes(&push) || yes(&pull)
        };
        let lenses =
            [Shape::Lenses, Shape::Hints].into_iter().find(|shape| present(&format!("/textDocument/{}", shape.key())));
        let refreshes = |shape: Shape| yes(&format!("/workspace/{}/refreshSupport", shape.key()));
        let document_changes = yes("/workspace/workspaceEdit/documentChanges");
        Self {
            encoding: encoding(&encodings),
            negotiates: !encodings.is_empty(),
            pull: present("/textDocument/diagnostic"),
            // The specification says `diagnostics`; clients built on some type libraries say `diagnostic`.
            refresh: yes("/workspace/diagnostics/refreshSupport") || yes("/workspace/diagnostic/refreshSupport"),
            surveys: !forgets_open_documents(params),
            related: either("relatedInformation"),
            code_description: either("codeDescriptionSupport"),
            data: either("dataSupport"),
            // An empty list of kinds, as some clients send, still means literals.
            literals: present("/textDocument/codeAction/codeActionLiteralSupport"),
            document_changes,
            creates: document_changes && list("/workspace/workspaceEdit/resourceOperations").contains(&"create"),
            apply_edit: yes("/workspace/applyEdit"),
            show_document: yes("/window/showDocument/support"),
            configuration: yes("/workspace/configuration"),
            registers_configuration: yes("/workspace/didChangeConfiguration/dynamicRegistration"),
            registers_watchers: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            tells_created: yes("/workspace/fileOperations/didCreate"),
            tells_renamed: yes("/workspace/fileOperations/didRename"),
            tells_deleted: yes("/workspace/fileOperations/didDelete"),
            markdown: list("/textDocument/hover/contentFormat").contains(&"markdown"),
            lenses,
            refreshes_lenses: lenses.is_some_and(refreshes),
            process: params.get("processId").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()),
        }
    }
}

/// Whether the client, told to pull again, asks a server that offers diagnostics of the workspace for those only, and takes
/// from the answer nothing about documents that are open. Neovim 0.12 does: what it shows would stay as it was until the
/// next edit. It asks for those of the workspace on a command alone.
fn forgets_open_documents(params: &Value) -> bool {
    params.pointer("/clientInfo/name").and_then(Value::as_str) == Some("Neovim")
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// UTF-8 costs nothing, UTF-16 is what every client must know, UTF-32 is taken where neither is offered.
fn encoding(offered: &[&str]) -> Encoding {
    if offered.contains(&"utf-8") {
        Encoding::Utf8
    } else if offered.contains(&"utf-32") && !offered.contains(&"utf-16") {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The workspace folders, or the root of an older client.
#[expect(deprecated, reason = "older clients send nothing else")]
pub(crate) fn folders(params: &lsp::InitializeParams) -> Vec<lsp::WorkspaceFolder> {
    if let Some(folders) = params.workspace_folders.as_ref().filter(|folders| !folders.is_empty()) {
        return folders.clone();
    }
    let from_path = || params.root_path.as_ref().and_then(|path| convert::uri(path.as_ref()));
    let root = params.root_uri.clone().or_else(from_path);
    root.map(|uri| lsp::WorkspaceFolder { uri, name: String::new() }).into_iter().collect()
}

/// The answer to `initialize`.
pub(crate) fn announce(profile: &Profile) -> lsp::InitializeResult {
    let encoding = match profile.encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
    };
    let capabilities = lsp::ServerCapabilities {
        position_encoding: profile.negotiates.then_some(encoding),
        text_document_sync: Some(synchronization()),
        diagnostic_provider: profile.pull.then(|| diagnostic_provider(profile)),
        code_action_provider: code_actions::offered(profile).then(code_action_provider),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        code_lens_provider: (profile.lenses == Some(Shape::Lenses))
            .then_some(lsp::CodeLensOptions { resolve_provider: Some(false) }),
        inlay_hint_provider: (profile.lenses == Some(Shape::Hints)).then_some(lsp::OneOf::Left(true)),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: commands::ALL.iter().map(|&command| command.to_owned()).collect(),
            ..Default::default()
        }),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: file_operations(profile),
        }),
        ..Default::default()
    };
    let server_info =
        lsp::ServerInfo { name: "longshore".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    lsp::InitializeResult { capabilities, server_info: Some(server_info), ..Default::default() }
}

/// Interest in all files and folders, as far as the client tells of them: a folder may hold anything.
fn file_operations(profile: &Profile) -> Option<lsp::WorkspaceFileOperationsServerCapabilities> {
    let all = || {
        let pattern = lsp::FileOperationPattern { glob: "**/*".to_owned(), ..Default::default() };
        let filter = lsp::FileOperationFilter { scheme: Some("file".to_owned()), pattern };
        lsp::FileOperationRegistrationOptions { filters: vec![filter] }
    };
    let any = profile.tells_created || profile.tells_renamed || profile.tells_deleted;
    any.then(|| lsp::WorkspaceFileOperationsServerCapabilities {
        did_create: profile.tells_created.then(all),
        did_rename: profile.tells_renamed.then(all),
        did_delete: profile.tells_deleted.then(all),
        ..Default::default()
    })
}

fn synchronization() -> lsp::TextDocumentSyncCapability {
    lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp::TextDocumentSyncSaveOptions::SaveOptions(lsp::SaveOptions { include_text: Some(false) })),
        ..Default::default()
    })
}

fn diagnostic_provider(profile: &Profile) -> lsp::DiagnosticServerCapabilities {
    lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
        identifier: Some("longshore".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: profile.surveys,
        ..Default::default()
    })
}

fn code_action_provider() -> lsp::CodeActionProviderCapability {
    lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX, code_actions::FIX_ALL]),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn encodings_are_chosen_by_cost() {
        assert_eq!(encoding(&["utf-32", "utf-8", "utf-16"]), Encoding::Utf8);
        assert_eq!(encoding(&["utf-32", "utf-16"]), Encoding::Utf16);
        assert_eq!(encoding(&["utf-32"]), Encoding::Utf32);
        assert_eq!(encoding(&[]), Encoding::Utf16);
        assert_eq!(encoding(&["utf-7"]), Encoding::Utf16);
    }

    #[test]
    fn both_spellings_of_the_refresh_capability_count() {
        for key in ["diagnostics", "diagnostic"] {
            let params = json!({ "capabilities": { "workspace": { key: { "refreshSupport": true } } } });
            assert!(Profile::read(&params).refresh, "{key}");
        }
        assert!(!Profile::read(&json!({ "capabilities": { "workspace": 7 } })).refresh);
    }

    #[test]
    fn a_client_that_forgets_open_documents_is_not_offered_those_of_the_workspace() {
        assert!(Profile::read(&json!({ "clientInfo": { "name": "Visual Studio Code" } })).surveys);
        assert!(!Profile::read(&json!({ "clientInfo": { "name": "Neovim" } })).surveys);
    }
}
