CREATE TABLE "gap_questions" (
	"gap_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"weight" real NOT NULL,
	CONSTRAINT "gap_questions_gap_id_message_id_pk" PRIMARY KEY("gap_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "gap_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_day" text NOT NULL,
	"middle_day" text NOT NULL,
	"to_day" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"looked" integer DEFAULT 0 NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"failed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "gaps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"reason" text,
	"changed_by" uuid,
	"changed_at" timestamp with time zone,
	"curated_id" uuid,
	"place" integer,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "curated_answers" ADD COLUMN "message_id" uuid;--> statement-breakpoint
ALTER TABLE "gap_questions" ADD CONSTRAINT "gap_questions_gap_id_gaps_id_fk" FOREIGN KEY ("gap_id") REFERENCES "public"."gaps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap_questions" ADD CONSTRAINT "gap_questions_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gaps" ADD CONSTRAINT "gaps_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gaps" ADD CONSTRAINT "gaps_curated_id_curated_answers_id_fk" FOREIGN KEY ("curated_id") REFERENCES "public"."curated_answers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gap_questions_message" ON "gap_questions" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "gap_runs_finished" ON "gap_runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "gaps_place" ON "gaps" USING btree ("kind","place");--> statement-breakpoint
ALTER TABLE "curated_answers" ADD CONSTRAINT "curated_answers_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;