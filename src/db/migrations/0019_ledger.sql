CREATE TABLE "enterprise_contacts" (
	"enterprise_id" uuid NOT NULL,
	"field" text NOT NULL,
	"sealed" text NOT NULL,
	CONSTRAINT "enterprise_contacts_enterprise_id_field_pk" PRIMARY KEY("enterprise_id","field")
);
--> statement-breakpoint
CREATE TABLE "enterprise_holdings" (
	"enterprise_id" uuid NOT NULL,
	"as_of" text NOT NULL,
	"inventions" integer NOT NULL,
	"utility_models" integer NOT NULL,
	"designs" integer NOT NULL,
	"trademarks" integer NOT NULL,
	"copyrights" integer NOT NULL,
	"data_rights" integer NOT NULL,
	"others" integer NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enterprise_holdings_enterprise_id_as_of_pk" PRIMARY KEY("enterprise_id","as_of")
);
--> statement-breakpoint
CREATE TABLE "enterprise_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"consultation" integer,
	"case_id" uuid,
	"linked_by" uuid NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enterprise_links_one" CHECK (num_nonnulls("enterprise_links"."consultation", "enterprise_links"."case_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "enterprise_visits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"day" text NOT NULL,
	"kind" text NOT NULL,
	"people" text NOT NULL,
	"about" text NOT NULL,
	"outcome" text,
	"next_step" text,
	"next_on" text,
	"version" integer NOT NULL,
	"entry_key" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enterprise_visits_entry_key_unique" UNIQUE("entry_key")
);
--> statement-breakpoint
CREATE TABLE "enterprises" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"credit_code" text,
	"district" text,
	"industry" text,
	"needs" text,
	"version" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"touched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_enterprises" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"enterprise_id" uuid,
	"name" text NOT NULL,
	"credit_code" text,
	"district" text,
	"industry" text,
	"category" text NOT NULL,
	"reason" text NOT NULL,
	"listed_by" uuid NOT NULL,
	"listed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_lists" (
	"organisation_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"fixed_by" uuid NOT NULL,
	"fixed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "key_lists_organisation_id_year_pk" PRIMARY KEY("organisation_id","year")
);
--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "visit_id" uuid;--> statement-breakpoint
ALTER TABLE "enterprise_contacts" ADD CONSTRAINT "enterprise_contacts_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_holdings" ADD CONSTRAINT "enterprise_holdings_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_holdings" ADD CONSTRAINT "enterprise_holdings_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_links" ADD CONSTRAINT "enterprise_links_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_links" ADD CONSTRAINT "enterprise_links_consultation_consultations_number_fk" FOREIGN KEY ("consultation") REFERENCES "public"."consultations"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_links" ADD CONSTRAINT "enterprise_links_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_links" ADD CONSTRAINT "enterprise_links_linked_by_accounts_id_fk" FOREIGN KEY ("linked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_visits" ADD CONSTRAINT "enterprise_visits_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_visits" ADD CONSTRAINT "enterprise_visits_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprises" ADD CONSTRAINT "enterprises_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprises" ADD CONSTRAINT "enterprises_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_enterprises" ADD CONSTRAINT "key_enterprises_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_enterprises" ADD CONSTRAINT "key_enterprises_enterprise_id_enterprises_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprises"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_enterprises" ADD CONSTRAINT "key_enterprises_listed_by_accounts_id_fk" FOREIGN KEY ("listed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_lists" ADD CONSTRAINT "key_lists_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_lists" ADD CONSTRAINT "key_lists_fixed_by_accounts_id_fk" FOREIGN KEY ("fixed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "enterprise_links_consultation" ON "enterprise_links" USING btree ("enterprise_id","consultation");--> statement-breakpoint
CREATE UNIQUE INDEX "enterprise_links_case" ON "enterprise_links" USING btree ("enterprise_id","case_id");--> statement-breakpoint
CREATE INDEX "enterprise_links_of_consultation" ON "enterprise_links" USING btree ("consultation");--> statement-breakpoint
CREATE INDEX "enterprise_links_of_case" ON "enterprise_links" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "enterprise_visits_of" ON "enterprise_visits" USING btree ("enterprise_id","day","id");--> statement-breakpoint
CREATE UNIQUE INDEX "enterprises_name" ON "enterprises" USING btree ("organisation_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "enterprises_credit_code" ON "enterprises" USING btree ("organisation_id","credit_code");--> statement-breakpoint
CREATE INDEX "enterprises_order" ON "enterprises" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "enterprises_touched" ON "enterprises" USING btree ("touched_at");--> statement-breakpoint
CREATE UNIQUE INDEX "key_enterprises_once" ON "key_enterprises" USING btree ("organisation_id","year","enterprise_id");--> statement-breakpoint
CREATE INDEX "key_enterprises_of" ON "key_enterprises" USING btree ("enterprise_id");--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_visit_id_enterprise_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."enterprise_visits"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "follow_ups_visit" ON "follow_ups" USING btree ("visit_id");