ALTER TABLE "invitations" ALTER COLUMN "invited_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "sealed_code" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "written_brief" jsonb;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "result" jsonb;--> statement-breakpoint
-- Follow-ups from before this version are told of as well, on the morning of their last day.
INSERT INTO "jobs" ("id", "kind", "key", "payload", "due_at", "created_at")
SELECT gen_random_uuid(), 'follow_up_due', 'follow_up_due:' || "id", jsonb_build_object('followUpId', "id"), "due_at" - interval '15 hours', now()
FROM "follow_ups" WHERE "done_at" IS NULL
ON CONFLICT ("key") DO NOTHING;
