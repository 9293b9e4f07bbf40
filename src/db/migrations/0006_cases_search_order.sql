DROP INDEX "cases_search";--> statement-breakpoint
CREATE INDEX "cases_order" ON "cases" USING btree ("urgency" DESC NULLS FIRST,"created_at","id");