CREATE TABLE "knowledge_edits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"content" jsonb,
	"packaged" jsonb,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"revision" integer,
	"author_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone,
	"ended_by" uuid,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "knowledge_revisions" (
	"revision" serial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"account_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "text_vectors" (
	"key" text PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"embedding" halfvec NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guide" (
	"step" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "switch_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"off" boolean NOT NULL,
	"reason" text,
	"account_id" uuid,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "stage" text;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "total" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "indexes" ADD COLUMN "failed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_edits" ADD CONSTRAINT "knowledge_edits_author_id_accounts_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_edits" ADD CONSTRAINT "knowledge_edits_published_by_accounts_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_edits" ADD CONSTRAINT "knowledge_edits_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_revisions" ADD CONSTRAINT "knowledge_revisions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guide" ADD CONSTRAINT "guide_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "switch_changes" ADD CONSTRAINT "switch_changes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_edits_draft" ON "knowledge_edits" USING btree ("kind","record_id") WHERE state = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_edits_published" ON "knowledge_edits" USING btree ("kind","record_id") WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "knowledge_edits_record" ON "knowledge_edits" USING btree ("kind","record_id","created_at");--> statement-breakpoint
CREATE INDEX "switch_changes_at" ON "switch_changes" USING btree ("at");