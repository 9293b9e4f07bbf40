CREATE TABLE "askers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "askers_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "consultations" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consultations_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"message_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"coverage" text NOT NULL,
	"routing" jsonb NOT NULL,
	"trace" jsonb NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consultations_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asker_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"message_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"event" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "message_events_message_id_n_pk" PRIMARY KEY("message_id","n")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"turn" integer NOT NULL,
	"question" text,
	"state" text NOT NULL,
	"answer" jsonb,
	"idempotency_key" text,
	"request_hash" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"stop_requested_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "secrecy_incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"text_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indexes" (
	"id" serial PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"content_hash" text NOT NULL,
	"embedding_model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"activated_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "passage_entries" (
	"index_id" integer NOT NULL,
	"id" integer NOT NULL,
	"passage_id" integer NOT NULL,
	"source" text NOT NULL,
	"about" text[] NOT NULL,
	"embedding" halfvec,
	"words" sparsevec NOT NULL,
	CONSTRAINT "passage_entries_index_id_id_pk" PRIMARY KEY("index_id","id")
);
--> statement-breakpoint
CREATE TABLE "passages" (
	"index_id" integer NOT NULL,
	"id" integer NOT NULL,
	"document" text NOT NULL,
	"locator" text NOT NULL,
	"unit" text NOT NULL,
	"kind" text NOT NULL,
	"path" jsonb NOT NULL,
	"text" text NOT NULL,
	"start_offset" integer NOT NULL,
	"end_offset" integer NOT NULL,
	"district" text,
	CONSTRAINT "passages_index_id_id_pk" PRIMARY KEY("index_id","id")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"index_id" integer NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "records_index_id_kind_pk" PRIMARY KEY("index_id","kind")
);
--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passage_entries" ADD CONSTRAINT "passage_entries_index_id_passage_id_passages_index_id_id_fk" FOREIGN KEY ("index_id","passage_id") REFERENCES "public"."passages"("index_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passages" ADD CONSTRAINT "passages_index_id_indexes_id_fk" FOREIGN KEY ("index_id") REFERENCES "public"."indexes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_index_id_indexes_id_fk" FOREIGN KEY ("index_id") REFERENCES "public"."indexes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consultations_asked" ON "consultations" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "conversations_asker" ON "conversations" USING btree ("asker_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_turn" ON "messages" USING btree ("conversation_id","turn");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_idempotency" ON "messages" USING btree ("conversation_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "indexes_state" ON "indexes" USING btree ("state");--> statement-breakpoint
CREATE UNIQUE INDEX "passages_address" ON "passages" USING btree ("index_id","document","locator");