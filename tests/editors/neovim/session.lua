-- Uses Neovim as a user does who opened a Dockerfile: the parts named by LONGSHORE_PARTS, one after the other. Each says
-- `ok` or `FAILED`.

local parts = {}

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    error('no ' .. what .. '\n' .. text() .. '\n' .. vim.inspect(vim.diagnostic.get(0)), 0)
  end
end

local function clients()
  return vim.lsp.get_clients({ bufnr = 0, name = 'longshore' })
end

local function served()
  wait('server', function() return clients()[1] ~= nil and clients()[1].initialized end)
end

local function found(count)
  wait(count .. ' findings', function() return #vim.diagnostic.get(0) == count end)
  return vim.diagnostic.get(0)
end

-- Runs the code action whose title has `title` in it, at the first finding, as the key does it.
local function act(title)
  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return action.title:find(title, 1, true) ~= nil end,
  })
end

function parts.findings()
  assert(vim.bo.filetype == 'dockerfile', 'the file type is ' .. vim.bo.filetype)
  served()
  local marked = {}
  for _, finding in ipairs(found(2)) do
    local marks = vim.api.nvim_buf_get_text(0, finding.lnum, finding.col, finding.end_lnum, finding.end_col, {})
    marked[#marked + 1] = finding.code .. ' ' .. marks[1]
  end
  table.sort(marked)
  local expected = { 'file-logs /var/log/access.log', 'file-logs /var/log/error.log' }
  assert(vim.deep_equal(marked, expected), vim.inspect(marked))
end

-- What the hover behind the first `word` shows.
local function shown_at(word)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search(word) > 0, word)
  vim.lsp.buf.hover()
  local shown
  wait('hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), ' ')
      end
    end
    return shown ~= nil
  end)
  return shown
end

function parts.hover()
  local shown = shown_at('/var/log/access.log')
  assert(shown:find('/var/log/access.log', 1, true) and shown:find('lost when the container is replaced', 1, true), shown)
end

function parts.service()
  assert(vim.bo.filetype == 'yaml.docker-compose', 'the file type is ' .. vim.bo.filetype)
  served()
  local finding = found(1)[1]
  assert(finding.code == 'unmounted-state', vim.inspect(finding))
  local shown = shown_at('store')
  assert(shown:find('/data', 1, true) and shown:find('lost when the container is replaced', 1, true), shown)
end

-- Each buffer is as before after one undo; what was done is done again.
local function undone_in_one_step(before)
  for path, lines in pairs(before) do
    local buffer = vim.fn.bufnr(path)
    vim.api.nvim_buf_call(buffer, function()
      local after = text()
      assert(after ~= lines, path .. ' is as it was')
      vim.cmd('silent undo')
      assert(text() == lines, path .. ' after one undo:\n' .. text())
      vim.cmd('silent redo')
      assert(text() == after, path .. ' after one redo:\n' .. text())
    end)
  end
end

-- The fix is offered as soon as the server knows the compose file, which nobody opened.
function parts.mount()
  found(1)
  local title = 'and mount a named volume in `store`'
  local first = vim.diagnostic.get(0)[1]
  local place = { line = first.lnum, character = first.col }
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = { start = place, ['end'] = place },
    context = { diagnostics = {} },
  }
  wait('fix of two files', function()
    local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 5000) or {}
    local actions = (answers[clients()[1].id] or {}).result or {}
    return vim.iter(actions):any(function(action) return action.title:find(title, 1, true) ~= nil end)
  end)
  local compose = vim.fs.joinpath(vim.fs.dirname(vim.api.nvim_buf_get_name(0)), 'compose.yaml')
  local before = {
    [vim.api.nvim_buf_get_name(0)] = text(),
    [compose] = table.concat(vim.fn.readfile(compose), '\n'),
  }
  act(title)
  wait('fix', function() return text():find('mkdir -p /data', 1, true) ~= nil end)
  found(0)
  undone_in_one_step(before)
  vim.cmd.wall()
end

function parts.fix_one()
  act('Set `--access-logfile`')
  wait('fix', function() return text():find('"--access-logfile", "-"', 1, true) ~= nil end)
  found(1)
end

function parts.fix_all()
  act('Fix all `file-logs`')
  wait('fix', function() return text():find('"-", "--error-logfile", "-"', 1, true) ~= nil end)
  found(0)
end

function parts.save()
  vim.cmd.write()
  assert(not vim.bo.modified)
end

function parts.restart()
  local before = clients()[1].id
  if vim.fn.exists(':lsp') == 2 then
    vim.cmd('lsp restart longshore')
  else
    vim.lsp.stop_client(before)
    wait('end of the server', function() return #clients() == 0 and #vim.diagnostic.get(0) == 0 end)
    vim.cmd.edit()
  end
  wait('new server', function() return clients()[1] ~= nil and clients()[1].id ~= before end)
  served()
  found(2)
end

-- Neovim puts the findings of a buffer without a name into another buffer, whatever the server; `:file` mends it.
function parts.unnamed()
  vim.cmd.enew()
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'FROM node:22-slim', '# 🐳', 'VOLUME /data', 'USER node' })
  vim.cmd.setfiletype('dockerfile')
  served()
  local function told(finding) return finding.code == 'volume-instruction' end
  wait('answer', function() return vim.iter(vim.diagnostic.get()):any(told) end)
  vim.cmd.file('scratch.dockerfile')
  vim.cmd('silent write')
  local finding = found(1)[1]
  assert(finding.lnum == 2 and finding.code == 'volume-instruction', vim.inspect(finding))
  act('Remove the `VOLUME`')
  wait('fix', function() return not text():find('VOLUME') end)
  vim.cmd('bwipeout!')
end

function parts.compose()
  vim.cmd.edit('compose.yaml')
  assert(vim.bo.filetype == 'yaml.docker-compose', 'the file type is ' .. vim.bo.filetype)
  served()
end

function parts.names()
  local types = {
    dockerfile = {
      'Dockerfile', 'dockerfile', 'Dockerfile.dev', 'dockerfile.dev', 'app.Dockerfile', 'app.dockerfile',
      'Containerfile', 'containerfile', 'Containerfile.dev', 'app.containerfile', 'app.Containerfile',
    },
    ['yaml.docker-compose'] = {
      'compose.yaml', 'compose.yml', 'compose.prod.yaml', 'compose.override.yml', 'docker-compose.yml',
      'docker-compose.override.yaml', 'my-docker-compose.x.yml', 'app.compose.yaml', 'container-compose.yml',
    },
    gitignore = { 'Dockerfile.dockerignore', 'app.Dockerfile.dockerignore', 'Containerfile.dockerignore' },
    yaml = { 'values.yaml', 'composer.yaml', 'decompose.yaml' },
  }
  for filetype, names in pairs(types) do
    for _, name in ipairs(names) do
      local matched = vim.filetype.match({ filename = '/project/' .. name })
      assert(matched == filetype, name .. ' is ' .. tostring(matched))
    end
  end
end

function parts.colours()
  vim.cmd.edit('Dockerfile')
  local parser = vim.treesitter.get_parser(0, 'dockerfile')
  local tree = parser:parse()[1]
  assert(not tree:root():has_error(), tree:root():sexpr())
  local function captures(row, column)
    return vim.tbl_map(function(capture) return capture.capture end, vim.treesitter.get_captures_at_pos(0, row, column))
  end
  assert(tree:root():child(0):type() == 'from_instruction', tree:root():sexpr())
  assert(vim.list_contains(captures(0, 0), 'keyword'), vim.inspect(captures(0, 0)))
  assert(vim.list_contains(captures(1, 0), 'comment'), vim.inspect(captures(1, 0)))
  assert(vim.list_contains(captures(3, 10), 'string'), vim.inspect(captures(3, 10)))
end

function parts.help()
  vim.cmd.helptags('ALL')
  for _, tag in ipairs({ 'longshore', 'longshore-use', 'longshore-settings', 'longshore-grammar' }) do
    vim.cmd.help(tag)
    assert(vim.fn.expand('%:t') == 'longshore.txt', tag .. ' is in ' .. vim.fn.expand('%'))
  end
  vim.cmd.helpclose()
end

function parts.settings()
  served()
  -- No findings would look as if there had been no answer yet, so there is one that is not switched off.
  vim.api.nvim_buf_set_lines(0, 3, 3, false, { 'VOLUME /data' })
  wait('finding', function() return #vim.diagnostic.get(0) > 0 end)
  local finding = found(1)[1]
  assert(finding.code == 'volume-instruction', vim.inspect(finding))
  -- Nothing is edited: Neovim has to ask again because it is told to.
  clients()[1].settings = { longshore = { rules = { ['root-user'] = 'off' } } }
  clients()[1]:notify('workspace/didChangeConfiguration', { settings = clients()[1].settings })
  found(3)
end

for _, name in ipairs(vim.split(vim.env.LONGSHORE_PARTS, ' ')) do
  local fine, why = pcall(parts[name])
  local said = ('%s: %s of %s'):format(vim.env.LONGSHORE_TEST, name, vim.fn.argv(0))
  io.stdout:write(fine and 'ok ' .. said .. '\n' or 'FAILED ' .. said .. ': ' .. tostring(why) .. '\n')
end
vim.cmd('qall!')
