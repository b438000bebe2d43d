using Atmosphere.Catalogue;
using Atmosphere.Silo.Operating;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Atmosphere.Silo.Hosting;

/// <summary>Turns what stopped the start into sentences for whoever started it.</summary>
public static class StartFailure
{
    /// <summary>Runs a process: 0 after an ordinary end, 1 with sentences on the console when the start failed for a reason that an operator can mend.</summary>
    /// <param name="what">What did not come about, such as "The silo can't start".</param>
    /// <param name="run">Starts and runs it.</param>
    public static async Task<int> GuardAsync(string what, Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception failure) when (Explain(failure) is { Count: > 0 } problems)
        {
            await Console.Error.WriteLineAsync($"{what}:");
            foreach (var problem in problems) await Console.Error.WriteLineAsync($"  - {problem}");
            return 1;
        }
    }

    /// <returns>One sentence or two per problem, or nothing when this is not for an operator to mend but a bug.</returns>
    public static IReadOnlyList<string> Explain(Exception failure) => failure switch
    {
        AggregateException many when many.InnerExceptions.Select(Explain).ToList() is var each && each.TrueForAll(one => one.Count > 0) =>
            [.. each.SelectMany(one => one)],
        OptionsValidationException invalid => [.. invalid.Failures],
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [failure.Message], // a value of another type; it names the setting
        SettingException several => several.Problems,
        CatalogueStartException or RefusalException => [failure.Message],
        { } engine when GrainEngineFailure.Is(engine) => [engine.Message],
        IOException { InnerException: AddressInUseException } => [$"{failure.Message.TrimEnd('.')}. Stop the other process, or choose another address, for example --urls=http://127.0.0.1:5081."],
        _ => [],
    };
}
