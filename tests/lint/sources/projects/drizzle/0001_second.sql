ALTER TABLE "authors" ALTER COLUMN "name" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "books_author" ON "books" USING btree ("author_id");