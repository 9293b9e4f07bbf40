const zh = {
  title: '从 CSV 导入企业',
  note: '先下载模板填写。文件不超过 1 MB、2000 行；有一行不对时全部不导入，除非选择“只导入正确的行”。',
  file: '选择文件',
  partial: '只导入正确的行',
  start: '导入',
  entered: (count: number) => `已导入 ${count} 家`,
  refused: '没有导入：文件中有下列问题。',
  errors: '逐行问题',
  row: '行',
  column: '列',
  problem: '问题',
  whole: '整个文件',
}

const en: typeof zh = {
  title: 'Import enterprises from CSV',
  note: 'Fill in the template first. At most 1 MB and 2,000 rows; with one wrong row nothing is imported, unless only the right rows are wanted.',
  file: 'File',
  partial: 'Import the right rows only',
  start: 'Import',
  entered: (count) => `${count} imported`,
  refused: 'Nothing was imported: the file has these problems.',
  errors: 'Problems by row',
  row: 'Row',
  column: 'Column',
  problem: 'Problem',
  whole: 'whole file',
}

/** Of the dialog that reads enterprises from a file. */
export const importText = { zh, en }
