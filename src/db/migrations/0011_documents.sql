CREATE TABLE "answer_recall_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"recall_id" uuid NOT NULL,
	"message_id" uuid,
	"statement_id" uuid,
	"curated_id" uuid,
	"units" text[] NOT NULL,
	"state" text NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "answer_recall_items_one" CHECK (num_nonnulls(message_id, statement_id, curated_id) = 1)
);
--> statement-breakpoint
CREATE TABLE "answer_recalls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"from_version" uuid NOT NULL,
	"to_version" uuid NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ready_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"item_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"text" text NOT NULL,
	"citations" jsonb NOT NULL,
	"approved_by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "corrections_item_id_unique" UNIQUE("item_id")
);
--> statement-breakpoint
CREATE TABLE "document_units" (
	"version_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"locator" text NOT NULL,
	"kind" text NOT NULL,
	"path" jsonb NOT NULL,
	"text" text NOT NULL,
	"text_hash" text NOT NULL,
	"start_offset" integer NOT NULL,
	"end_offset" integer NOT NULL,
	CONSTRAINT "document_units_version_id_n_pk" PRIMARY KEY("version_id","n")
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document" text NOT NULL,
	"number" integer NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"header" jsonb NOT NULL,
	"body" text NOT NULL,
	"body_hash" text NOT NULL,
	"upload" jsonb,
	"edit" integer NOT NULL,
	"revision" integer,
	"restores" uuid,
	"uploaded_by" uuid,
	"uploaded_at" timestamp with time zone NOT NULL,
	"edited_by" uuid,
	"edited_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"published_by" uuid,
	"published_at" timestamp with time zone,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	CONSTRAINT "document_versions_second_person" CHECK (published_by is null or restores is not null
        or (published_by is distinct from uploaded_by and published_by is distinct from edited_by))
);
--> statement-breakpoint
ALTER TABLE "answer_recall_items" ADD CONSTRAINT "answer_recall_items_recall_id_answer_recalls_id_fk" FOREIGN KEY ("recall_id") REFERENCES "public"."answer_recalls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recall_items" ADD CONSTRAINT "answer_recall_items_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recall_items" ADD CONSTRAINT "answer_recall_items_statement_id_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."statements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recall_items" ADD CONSTRAINT "answer_recall_items_curated_id_curated_answers_id_fk" FOREIGN KEY ("curated_id") REFERENCES "public"."curated_answers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recall_items" ADD CONSTRAINT "answer_recall_items_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recalls" ADD CONSTRAINT "answer_recalls_from_version_document_versions_id_fk" FOREIGN KEY ("from_version") REFERENCES "public"."document_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_recalls" ADD CONSTRAINT "answer_recalls_to_version_document_versions_id_fk" FOREIGN KEY ("to_version") REFERENCES "public"."document_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_item_id_answer_recall_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."answer_recall_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_units" ADD CONSTRAINT "document_units_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_uploaded_by_accounts_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_edited_by_accounts_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_published_by_accounts_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "answer_recall_items_message" ON "answer_recall_items" USING btree ("recall_id","message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "answer_recall_items_statement" ON "answer_recall_items" USING btree ("recall_id","statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "answer_recall_items_curated" ON "answer_recall_items" USING btree ("recall_id","curated_id");--> statement-breakpoint
CREATE UNIQUE INDEX "answer_recalls_change" ON "answer_recalls" USING btree ("from_version","to_version");--> statement-breakpoint
CREATE INDEX "corrections_conversation" ON "corrections" USING btree ("conversation_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "document_versions_number" ON "document_versions" USING btree ("document","number");--> statement-breakpoint
CREATE UNIQUE INDEX "document_versions_published" ON "document_versions" USING btree ("document") WHERE state = 'published';--> statement-breakpoint
CREATE INDEX "document_versions_state" ON "document_versions" USING btree ("state");