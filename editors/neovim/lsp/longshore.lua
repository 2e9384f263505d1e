---@brief
---
--- Longshore, a language server for Dockerfiles and compose files.
---
--- `longshore` has to be in the path: `cargo install --path .` in its repository.
---
--- Neovim takes compose files for plain YAML. Until they have a file type of their own, they are not served:
---
--- ```lua
--- vim.filetype.add {
---   pattern = {
---     ['compose%.ya?ml'] = 'yaml.docker-compose',
---     ['compose%..+%.ya?ml'] = 'yaml.docker-compose',
---     ['docker%-compose.*%.ya?ml'] = 'yaml.docker-compose',
---   },
--- }
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'longshore', 'lsp' },
  filetypes = { 'dockerfile', 'yaml.docker-compose' },
  -- The repository comes first: what one folder says about another counts, and the server itself finds the
  -- configuration that is nearest to a file.
  root_markers = { '.git', 'longshore.toml', '.longshore.toml', 'longshore.yaml', 'longshore.yml' },
}
