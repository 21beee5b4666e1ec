using System.CommandLine;
using System.Text.Json;

namespace XHand.Host.Commands;

/// <summary>A command that shows one list of the API, as a table or as JSON.</summary>
internal static class ListCommand
{
    public static Command Create(
        CommandContext context, string name, string description, string path, string[] heads, Func<JsonElement, string[]> row, string empty)
    {
        Option<string?> company = CommandContext.CompanyOption();
        Option<bool> json = CommandContext.JsonOption();
        Command command = new(name, description) { company, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using DaemonClient daemon = context.Connect(parsed.GetValue(company));
            await PrintAsync(context, await daemon.GetAsync(path, cancellation), parsed.GetValue(json), heads, row, empty);
            return ExitStatus.Done;
        });
        return command;
    }

    public static Task PrintAsync(CommandContext context, JsonElement list, bool asJson, string[] heads, Func<JsonElement, string[]> row, string empty) =>
        asJson
            ? context.WriteJsonAsync(list)
            : context.Output.WriteAsync(TextTable.Of(heads, [.. list.EnumerateArray().Select(row)], empty));

    /// <summary>A property as text, or "-".</summary>
    public static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ToString() is { Length: > 0 } text ? text : "-";
}
