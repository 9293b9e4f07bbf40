CREATE TABLE "policy_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"notice_id" uuid NOT NULL,
	"asker_id" uuid,
	"state" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"document" text NOT NULL,
	"topics" text[] NOT NULL,
	"districts" text[] NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"reason" text,
	"created_by" uuid NOT NULL,
	"edited_by" uuid NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_subscriptions" (
	"asker_id" uuid PRIMARY KEY NOT NULL,
	"topics" text[] NOT NULL,
	"districts" text[] NOT NULL,
	"consented_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "registration_id" uuid;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "answers" jsonb;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "remarks" jsonb;--> statement-breakpoint
ALTER TABLE "wechat_deliveries" ADD COLUMN "policy_delivery_id" uuid;--> statement-breakpoint
ALTER TABLE "policy_deliveries" ADD CONSTRAINT "policy_deliveries_notice_id_policy_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."policy_notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_deliveries" ADD CONSTRAINT "policy_deliveries_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_notices" ADD CONSTRAINT "policy_notices_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_notices" ADD CONSTRAINT "policy_notices_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_notices" ADD CONSTRAINT "policy_notices_edited_by_accounts_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_notices" ADD CONSTRAINT "policy_notices_approved_by_accounts_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_subscriptions" ADD CONSTRAINT "policy_subscriptions_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "policy_deliveries_asker" ON "policy_deliveries" USING btree ("notice_id","asker_id");--> statement-breakpoint
CREATE INDEX "policy_deliveries_of_asker" ON "policy_deliveries" USING btree ("asker_id","released_at");--> statement-breakpoint
CREATE INDEX "policy_deliveries_due" ON "policy_deliveries" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "policy_notices_organisation" ON "policy_notices" USING btree ("organisation_id","created_at");--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_registration_id_registrations_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."registrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wechat_deliveries" ADD CONSTRAINT "wechat_deliveries_policy_delivery_id_policy_deliveries_id_fk" FOREIGN KEY ("policy_delivery_id") REFERENCES "public"."policy_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_registration" ON "follow_ups" USING btree ("registration_id");--> statement-breakpoint
CREATE UNIQUE INDEX "wechat_deliveries_policy" ON "wechat_deliveries" USING btree ("policy_delivery_id");