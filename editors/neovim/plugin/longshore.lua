-- Makes Neovim recognise what Longshore judges, and serves it.

if vim.g.loaded_longshore then
  return
end
vim.g.loaded_longshore = true

-- What Neovim does not know by itself. Dockerfile.dockerignore is taken for a Dockerfile.
vim.filetype.add {
  pattern = {
    ['.*[Dd]ockerfile%.dockerignore'] = 'gitignore',
    ['[Cc]ontainerfile.*%.dockerignore'] = 'gitignore',
    ['dockerfile%..+'] = 'dockerfile',
    ['[Cc]ontainerfile'] = 'dockerfile',
    ['[Cc]ontainerfile%..+'] = { 'dockerfile', { priority = -1 } },
    ['.+%.[Cc]ontainerfile'] = 'dockerfile',
    ['compose%.ya?ml'] = 'yaml.docker-compose',
    ['compose%..+%.ya?ml'] = 'yaml.docker-compose',
    ['.+%.compose%.ya?ml'] = 'yaml.docker-compose',
    ['container%-compose%.ya?ml'] = 'yaml.docker-compose',
    ['.*docker.*compose.*%.ya?ml'] = 'yaml.docker-compose',
  },
}

if vim.lsp.enable then
  vim.lsp.enable('longshore')
  return
end

-- Neovim 0.10 reads no `lsp/`, so the same table is handed over by hand.
local config = dofile(vim.api.nvim_get_runtime_file('lsp/longshore.lua', false)[1])
vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('longshore', {}),
  pattern = config.filetypes,
  callback = function(event)
    vim.lsp.start({
      name = 'longshore',
      cmd = config.cmd,
      root_dir = vim.fs.root(event.buf, config.root_markers),
    }, { bufnr = event.buf })
  end,
})
