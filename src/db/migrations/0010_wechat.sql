CREATE TABLE "asker_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"asker_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wechat_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"delivery_id" uuid NOT NULL,
	"way" text NOT NULL,
	"part" integer NOT NULL,
	"result" text NOT NULL,
	"errcode" integer,
	"rid" text,
	"provider_id" text,
	"at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "wechat_cursors" (
	"open_kfid" text PRIMARY KEY NOT NULL,
	"cursor" text DEFAULT '' NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"holder" uuid,
	"pulled_at" timestamp with time zone,
	"wanted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "wechat_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"message_id" uuid,
	"statement_id" uuid,
	"text" text,
	"state" text NOT NULL,
	"part" integer DEFAULT 0 NOT NULL,
	"unknowns" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "wechat_inbound" (
	"key" text PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"reply" text,
	"item" jsonb,
	"n" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wechat_links" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"asker_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "wechat_tokens" (
	"name" text PRIMARY KEY NOT NULL,
	"sealed" text,
	"version" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wechat_users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"user_hash" text NOT NULL,
	"sealed_user" text NOT NULL,
	"asker_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"wrote_at" timestamp with time zone,
	"sent_since" integer DEFAULT 0 NOT NULL,
	"scene" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "wechat_users_user_hash_unique" UNIQUE("user_hash")
);
--> statement-breakpoint
CREATE TABLE "wechat_words" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"author" text NOT NULL,
	"text" text,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "asker_tokens" ADD CONSTRAINT "asker_tokens_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_attempts" ADD CONSTRAINT "wechat_attempts_delivery_id_wechat_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."wechat_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_deliveries" ADD CONSTRAINT "wechat_deliveries_user_id_wechat_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."wechat_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_deliveries" ADD CONSTRAINT "wechat_deliveries_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_deliveries" ADD CONSTRAINT "wechat_deliveries_statement_id_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."statements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_inbound" ADD CONSTRAINT "wechat_inbound_user_id_wechat_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."wechat_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_links" ADD CONSTRAINT "wechat_links_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_links" ADD CONSTRAINT "wechat_links_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_users" ADD CONSTRAINT "wechat_users_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_users" ADD CONSTRAINT "wechat_users_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_words" ADD CONSTRAINT "wechat_words_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asker_tokens_asker" ON "asker_tokens" USING btree ("asker_id");--> statement-breakpoint
CREATE INDEX "wechat_attempts_delivery" ON "wechat_attempts" USING btree ("delivery_id","at");--> statement-breakpoint
CREATE INDEX "wechat_attempts_provider" ON "wechat_attempts" USING btree ("provider_id");--> statement-breakpoint
CREATE UNIQUE INDEX "wechat_deliveries_message" ON "wechat_deliveries" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "wechat_deliveries_statement" ON "wechat_deliveries" USING btree ("statement_id","user_id");--> statement-breakpoint
CREATE INDEX "wechat_deliveries_due" ON "wechat_deliveries" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "wechat_deliveries_user" ON "wechat_deliveries" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "wechat_inbound_open" ON "wechat_inbound" USING btree ("state","lease_until");--> statement-breakpoint
CREATE INDEX "wechat_inbound_received" ON "wechat_inbound" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "wechat_inbound_user" ON "wechat_inbound" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "wechat_users_asker" ON "wechat_users" USING btree ("asker_id");--> statement-breakpoint
CREATE INDEX "wechat_users_conversation" ON "wechat_users" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "wechat_words_conversation" ON "wechat_words" USING btree ("conversation_id","at");