[assembly: AssemblyFixture(typeof(Atmosphere.Silo.Tests.Storage.Azurite))]

namespace Atmosphere.Silo.Tests.Storage;

/// <summary>Azure Storage as its emulator has it, started when the first test wants it, and gone with the assembly.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Install = "npm install --global azurite, or name the program: ATMOSPHERE_AZURITE=<folder>/node_modules/.bin/azurite";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private AzuriteProcess? _process;

    /// <summary>A connection string for blobs and tables. The test is skipped where Azurite is not installed.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        var program = AzuriteProcess.FindProgram();
        Requirement.Holds(program is not null, Install);
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _process ??= await AzuriteProcess.StartAsync(program!);
        }
        finally
        {
            _starting.Release();
        }

        // The emulator's account and key are the same everywhere, and no secret.
        const string Account = "devstoreaccount1";
        const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={_process.BlobAddress}/{Account};TableEndpoint={_process.TableAddress}/{Account}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _starting.Dispose();
    }
}
