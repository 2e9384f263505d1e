#!/usr/bin/env node
// Starts the program that the package manager installed for this platform.
'use strict'

const { spawnSync } = require('node:child_process')

const platform = `${process.platform}-${process.arch}`

function program() {
  if (process.env.LONGSHORE_BINARY) return process.env.LONGSHORE_BINARY
  try {
    return require.resolve(`@longshore/${platform}/${process.platform === 'win32' ? 'longshore.exe' : 'longshore'}`)
  } catch {
    console.error(
      `longshore: there is no program for ${platform}. Was it installed without optional dependencies? ` +
        'LONGSHORE_BINARY may name one that was built by hand.'
    )
    process.exit(2)
  }
}

const { status, signal, error } = spawnSync(program(), process.argv.slice(2), { stdio: 'inherit', windowsHide: true })
if (error) {
  console.error(`longshore: ${error.message}`)
  process.exit(2)
}
if (signal) process.kill(process.pid, signal)
process.exit(status ?? 2)
