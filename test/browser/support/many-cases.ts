import { sql } from 'drizzle-orm'
import type { ConsoleService } from './console-service.ts'

/** Cases of the city centre of some years, most of them closed, each with a number of its own in its summary. */
export async function writeCases({ deps, city }: ConsoleService, count: number): Promise<void> {
  await deps.db.execute(sql`
    with asker as (
      insert into askers (id, token_hash, created_at, expires_at)
      select gen_random_uuid(), 'many-' || n, now(), now() + interval '30 days'
      from generate_series(1, ${count / 100}::int) as n returning id
    ), made as (
      insert into conversations (id, asker_id, channel, created_at)
      select gen_random_uuid(), id, 'web', now() from asker returning id, asker_id
    ), numbered as (select *, row_number() over () as n from made)
    insert into cases (id, code, kind, state, version, asker_id, conversation_id, organisation_id,
      field, topics, district, language, urgency, confidential, reasons, summary, parties,
      consented_at, due_at, created_at, updated_at)
    select gen_random_uuid(), 'ZW-' || lpad(i::text, 8, '0'), 'consultation',
      (array['closed', 'closed', 'closed', 'closed', 'delivered', 'open', 'in_review', 'replied'])[1 + i % 8],
      1, asker_id, numbered.id, ${city}, (array['专利', '商标', '版权'])[1 + i % 3], '{}',
      (array['海淀区', '朝阳区', '延庆区'])[1 + i % 3], 'zh',
      case when i % 25 = 0 then 'urgent' else 'normal' end, i % 20 = 1, '{dispute}',
      '第' || i || '件：' || (array['专利被仿冒', '商标被抢注', '作品被转载'])[1 + i % 3], '{}',
      now(), case when i % 7 = 0 then now() + (i % 200 - 100) * interval '1 hour' end,
      now() - i * interval '1 hour', now()
    from generate_series(1, ${count}::int) as i
      join numbered on numbered.n = 1 + i % (select count(*) from numbered)`)
  await deps.db.execute(sql`analyze cases`)
}
