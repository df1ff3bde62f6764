"""What the kept installations were made with, and are opened with."""

SECRET = "kept-release-9f2c71d04be83a56-not-a-secret-of-anybody-at-all"
TODAY = "2026-10-12"
