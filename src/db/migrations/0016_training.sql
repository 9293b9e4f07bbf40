CREATE TABLE "registration_contacts" (
	"registration_id" uuid NOT NULL,
	"field" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "registration_contacts_registration_id_field_pk" PRIMARY KEY("registration_id","field")
);
--> statement-breakpoint
CREATE TABLE "registrations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"training_id" uuid NOT NULL,
	"asker_id" uuid,
	"state" text NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"moved_up_at" timestamp with time zone,
	"idempotency_key" text,
	"request_hash" text,
	"consented_at" timestamp with time zone NOT NULL,
	"attended_at" timestamp with time zone,
	"attended_by" text,
	"wrong_codes" integer DEFAULT 0 NOT NULL,
	"score" integer,
	"opinion" text,
	"rated_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trainings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title" text NOT NULL,
	"courses" integer[] NOT NULL,
	"district" text,
	"place" text,
	"link" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"trainer_name" text,
	"trainer_id" uuid,
	"seats" integer NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"cancel_reason" text,
	"moved_at" timestamp with time zone,
	"walk_ins" integer DEFAULT 0 NOT NULL,
	"sealed_code" text,
	"opened_at" timestamp with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "registration_contacts" ADD CONSTRAINT "registration_contacts_registration_id_registrations_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."registrations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_training_id_trainings_id_fk" FOREIGN KEY ("training_id") REFERENCES "public"."trainings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_asker_id_askers_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."askers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_trainer_id_experts_id_fk" FOREIGN KEY ("trainer_id") REFERENCES "public"."experts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_asker" ON "registrations" USING btree ("training_id","asker_id");--> statement-breakpoint
CREATE INDEX "registrations_of_asker" ON "registrations" USING btree ("asker_id","created_at");--> statement-breakpoint
CREATE INDEX "registrations_waiting" ON "registrations" USING btree ("training_id","queued_at","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "trainings_coming" ON "trainings" USING btree ("state","starts_at");--> statement-breakpoint
CREATE INDEX "trainings_organisation" ON "trainings" USING btree ("organisation_id","starts_at");