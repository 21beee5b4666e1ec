using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using XHand.Site;
using XHand.Web.Access;

namespace XHand.Host.Commands;

/// <summary><c>xhand apply FILE.json</c>.</summary>
internal static class ApplyCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = new("FILE") { Description = "The site file, or - for standard input." };
        Option<bool> prune = new("--prune") { Description = "Also deletes what the file does not name, in the kinds that it names." };
        Option<bool> dryRun = new("--dry-run") { Description = "Says what would change and changes nothing." };
        Option<string?> key = new("--secrets-key") { Description = "The key that the file's secrets were exported with.", HelpName = "FILE" };
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new("apply", "Makes the site be what the file says, all or nothing, and prints each change.") { file, prune, dryRun, key, company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(file);
            byte[] content = await ReadAsync(path, cancellation);
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            if (parsed.GetValue(key) is { } keyFile)
            {
                daemon.AddHeader(LocalCaller.SecretsKeyHeader, SecretsKey.Read(keyFile));
            }

            string query = DaemonClient.Query(
                "site",
                ("file", path == "-" ? "standard input" : path),
                ("dryRun", parsed.GetValue(dryRun) ? "true" : null),
                ("prune", parsed.GetValue(prune) ? "true" : null));
            JsonElement result = await daemon.PostFileAsync(query, content, cancellation);
            await (parsed.GetValue(json) ? context.WriteJsonAsync(result) : PrintAsync(context, result));
            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (path != "-")
            {
                return new FileInfo(path) is { Exists: true, Length: > SiteFileReader.MaxBytes } large
                    ? throw CommandException.Refused($"{path}: has {large.Length} bytes; {SiteFileReader.MaxBytes} are allowed")
                    : await File.ReadAllBytesAsync(path, cancellation);
            }

            await using Stream input = Console.OpenStandardInput();
            using MemoryStream content = new();
            await input.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Refused($"{path}: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"{path}: cannot be read: {e.Message}");
        }
    }

    private static async Task PrintAsync(CommandContext context, JsonElement result)
    {
        foreach (JsonElement warning in result.GetProperty("warnings").EnumerateArray())
        {
            await context.Error.WriteLineAsync($"Warning: {warning.GetProperty("path").GetString()}: {warning.GetProperty("reason").GetString()}");
        }

        int count = 0;
        foreach (JsonElement change in result.GetProperty("changes").EnumerateArray())
        {
            count++;
            string action = change.GetProperty("action").GetString()!;
            string fields = action == "delete" ? "" : string.Join(", ", change.GetProperty("fields").EnumerateArray().Select(f => Field(f, action)));
            await context.Output.WriteLineAsync(
                $"{action} {change.GetProperty("kind").GetString()} {change.GetProperty("key").GetString()}{(fields.Length > 0 ? ": " + fields : "")}");
        }

        long version = result.GetProperty("version").GetInt64();
        string changes = count == 1 ? "1 change" : string.Create(CultureInfo.InvariantCulture, $"{count} changes");
        await context.Output.WriteLineAsync(
            count == 0 ? "Nothing to change."
            : result.GetProperty("dryRun").GetBoolean() ? $"Dry run: {changes}; nothing was changed."
            : $"{changes}; the site is at version {version}.");
    }

    private static string Field(JsonElement field, string action)
    {
        string? before = field.TryGetProperty("before", out JsonElement b) ? b.GetString() : null;
        string? after = field.TryGetProperty("after", out JsonElement a) ? a.GetString() : null;
        string name = field.GetProperty("field").GetString()!;
        return action == "create" ? $"{name} {after ?? "none"}" : $"{name} {before ?? "none"} -> {after ?? "none"}";
    }
}
