import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { z } from 'zod'
import { describeError } from '../../http/log.ts'
import { textOf } from '../../http/texts.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import { AppError } from '../../shared/errors.ts'
import { type Asking, ToolProblem } from './asking.ts'
import { lookUpCourse, lookUpDistrict, lookUpPlatform, lookUpService } from './look-up.ts'
import { getPassage, listSources, searchKnowledge } from './read-tools.ts'
import {
  DocumentsOutput,
  ListInput,
  LookUpInput,
  lookUpOutputs,
  PassageInput,
  PassageOutput,
  SearchInput,
  SearchOutput,
} from './tool-schemas.ts'

const INSTRUCTIONS = `北京市知识产权公共服务的文件和服务事项。每条结果都带来源、截至今日的效力状态和提示：引用时须说明文件名称、位置和状态；征求意见稿不是现行规定；“宜”“可”不得说成“应当”。不构成法律意见。
Documents and services of intellectual-property public services in Beijing. Every result names its source, its status as of today and a notice: tell all three with what you quote; a draft is not law; what is advised (宜) or allowed (可) must not become a duty (应). No legal advice.`

/** The tools that another assistant may use, all of them reading what the public pages show. */
export function openServer(asking: Asking): McpServer {
  const server = new McpServer(
    { name: 'zhiwen', title: '知问 Zhiwen', version: '0.1.0' },
    { instructions: INSTRUCTIONS, jsonSchemaValidator: noValidator },
  )
  for (const tool of tools) register(server, asking, tool)
  return server
}

/** Only what a server asks of its client back needs one; the usual one compiles code, which Workers forbid. */
const noValidator = {
  getValidator: () => {
    throw new Error('nothing is asked of clients')
  },
}

type Named = { name: string; title: string; description: string; output: z.ZodObject }
type Result = Promise<Record<string, unknown>>

type Tool = Named & {
  input: z.ZodObject
  /** @throws ToolProblem, AppError */
  answer: (asking: Asking, given: unknown) => Result
}

const toolOf = <Input extends z.ZodObject>({
  run,
  ...tool
}: Named & { input: Input; run: (asking: Asking, input: z.output<Input>) => Result }): Tool => ({
  ...tool,
  answer: (asking, given) => run(asking, tool.input.parse(given)),
})

function register(server: McpServer, asking: Asking, tool: Tool): void {
  const { name, title, description, input, output, answer } = tool
  const annotations = {
    title,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  }
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    (given: unknown) => {
      const language = ListInput.parse(given).language ?? asking.language
      const asked = { ...asking, language }
      return tell(asked, () => answer(asked, given))
    },
  )
}

/** The result as structured content and as text; a problem in words, a bug without its details. */
async function tell(
  { deps, language }: Asking,
  run: () => Promise<Record<string, unknown>>,
): Promise<CallToolResult> {
  try {
    if (await isSwitchedOff(deps.db, 'web')) throw new AppError('unavailable', 'lookup_off')
    const result = await run()
    return { structuredContent: result, content: [textBlock(JSON.stringify(result))] }
  } catch (error) {
    if (error instanceof ToolProblem) return { isError: true, content: [textBlock(error.message)] }
    const isKnown = error instanceof AppError
    if (!isKnown) deps.log('error', 'mcp_failed', describeError(error))
    const text = textOf(isKnown ? error.message : 'internal', language)
    return { isError: true, content: [textBlock(text)] }
  }
}

const textBlock = (text: string) => ({ type: 'text' as const, text })

const tools: readonly Tool[] = [
  toolOf({
    name: 'search_knowledge',
    title: '检索政策和服务 Search policies and services',
    description:
      '检索北京市知识产权公共服务的政策条款、服务、课程、平台和各区信息，返回原文、位置、标题和截至今日的效力状态。 Searches clauses, services, courses, platforms and districts; gives the original words with document, locator, heading and status as of today.',
    input: SearchInput,
    output: SearchOutput,
    run: searchKnowledge,
  }),
  toolOf({
    name: 'get_passage',
    title: '读取条款 Read a clause',
    description:
      '按文件编号和位置读取一条原文及所在整条；填 as_of 时给出当日适用的版本及当时的状态。 One clause with the unit around it; with as_of of the version that applied on that day, and its status then.',
    input: PassageInput,
    output: PassageOutput,
    run: getPassage,
  }),
  toolOf({
    name: 'list_documents',
    title: '文件目录 List of documents',
    description:
      '列出全部文件及历史版本，附文号、发布日期和截至今日的效力状态。 All documents and former versions with number, date and status as of today.',
    input: ListInput,
    output: DocumentsOutput,
    run: listSources,
  }),
  toolOf({
    name: 'look_up_service',
    title: '查服务事项 Look up a service',
    description:
      '查服务事项清单：对象、内容、流程、时限、咨询电话、监督电话；来源未载明的列在 missing。 A public service with its seven fields; what the source does not give is listed in missing.',
    input: LookUpInput,
    output: lookUpOutputs.service,
    run: lookUpService,
  }),
  toolOf({
    name: 'look_up_district',
    title: '查各区 Look up a district',
    description:
      '查北京市各区的重点产业。 A district of Beijing with the industries that services are directed at.',
    input: LookUpInput,
    output: lookUpOutputs.district,
    run: lookUpDistrict,
  }),
  toolOf({
    name: 'look_up_platform',
    title: '查检索平台 Look up a search platform',
    description:
      '查专利、商标等检索平台的网址。 A platform for searching patents, trade marks and more, with its address.',
    input: LookUpInput,
    output: lookUpOutputs.platform,
    run: lookUpPlatform,
  }),
  toolOf({
    name: 'look_up_course',
    title: '查培训课程 Look up a training course',
    description: '查培训课程及其内容。 A training course with its topics.',
    input: LookUpInput,
    output: lookUpOutputs.course,
    run: lookUpCourse,
  }),
]
