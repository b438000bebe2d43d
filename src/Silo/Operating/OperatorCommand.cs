using System.Runtime.InteropServices;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Transfer;

namespace Atmosphere.Silo.Operating;

/// <summary>What a program does instead of running, and then ends: the first word of its command line.</summary>
public static class OperatorCommand
{
    private static readonly (string Name, string Failed, Func<OperatorRequest, Task> Run)[] Commands =
    [
        (InitDb.Name, "init-db did nothing", request => InitDb.RunAsync(request.Settings)),
        ("backup", "No backup was made", GrainEngine.BackupAsync),
        ("restore", "Nothing was restored", GrainEngine.RestoreAsync),
        ("export", "Nothing was exported", TransferCommands.ExportAsync),
        ("import", "Nothing was imported", TransferCommands.ImportAsync),
    ];

    /// <summary>Does what the command line asks for, if that is one of these commands.</summary>
    /// <param name="args">The command, its file and <c>--force</c>; everything else overrides the configuration.</param>
    /// <returns>The exit code, or null when the program is to run as usual.</returns>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        if (args is not [{ Length: > 0 } name, ..] || !name.All(c => char.IsAsciiLetterLower(c) || c == '-') || name[0] == '-') return null;
        var (_, failed, run) = Array.Find(Commands, command => command.Name == name);
        return await StartFailure.GuardAsync(failed ?? "Nothing was done", async () =>
        {
            if (run is null) throw new RefusalException($"There is no command '{name}'. The commands are: {string.Join(", ", Commands.Select(command => command.Name))}.");
            using var stop = new CancellationTokenSource();
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            try
            {
                await run(new(args[1..], Console.WriteLine, stop.Token));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                throw new RefusalException("It was ended before it was done, and has cleared up behind itself.");
            }

            void End(PosixSignalContext signal)
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        });
    }
}
