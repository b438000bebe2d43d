using System.Net;
using System.Net.Sockets;
using Atmosphere.Grains.Ports;
using Atmosphere.Silo.Crops;
using Atmosphere.Silo.Hosting;
using Atmosphere.Silo.Tests.Crops;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Atmosphere.Silo.Tests.Storage;

/// <summary>Pictures in Azure Blob Storage, as Azurite has it.</summary>
public sealed class BlobCropStoreTests(Azurite azurite) : CropStoreContract
{
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private BlobContainerClient? _container;

    [Fact]
    public async Task The_container_is_made_and_is_private()
    {
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);

        (await _container!.GetPropertiesAsync(cancellationToken: Token)).Value.PublicAccess.ShouldBe(PublicAccessType.None);
        using var anybody = new HttpClient();
        (await anybody.GetAsync(_container.GetBlobClient("crops/aa").Uri, Token)).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task A_container_that_the_public_can_read_gets_no_picture()
    {
        await _container!.CreateAsync(PublicAccessType.Blob, cancellationToken: Token);

        (await Should.ThrowAsync<InvalidOperationException>(() => Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token))).Message.ShouldContain("Crops:Container");

        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_blob_is_named_by_the_key_so_that_other_systems_can_put_it_there()
    {
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);
        await _container!.UploadBlobAsync("zoom-ins/aa", BinaryData.FromBytes(new byte[] { 2 }), Token);

        (await _container.GetBlobClient("crops/aa").ExistsAsync(Token)).Value.ShouldBeTrue();
        (await Store.ReadAsync(CropKeys.ZoomIn("aa"), Token)).ShouldBe([2]);
    }

    [Fact]
    public async Task A_container_that_was_taken_away_is_a_fault_and_not_a_missing_picture()
    {
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);
        await _container!.DeleteAsync(cancellationToken: Token);

        await Should.ThrowAsync<RequestFailedException>(() => Store.ReadAsync(CropKeys.Crop("aa"), Token));
    }

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        var time = new ManualTime();
        using var deaf = new TcpListener(IPAddress.Loopback, 0); // takes connections and says nothing
        deaf.Start();
        var store = new BlobCropStore(new BlobContainerClient(new Uri($"http://127.0.0.1:{((IPEndPoint)deaf.LocalEndpoint).Port}/account/pictures")), time);

        var reading = store.ReadAsync(CropKeys.Crop("aa"), Token);
        await Eventually.Holds(() => time.PendingTimers == 1, "the call is bounded");
        time.Advance(TimeSpan.FromSeconds(30));

        await Should.ThrowAsync<TimeoutException>(() => reading);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_refused_by_its_name_and_not_quoted()
    {
        var problem = Should.Throw<SettingException>(() => BlobCrops.Open(new() { Store = CropStoreKind.AzureBlob, ConnectionString = "AccountKey=secret" })).Message;

        problem.ShouldContain("Crops:ConnectionString");
        problem.ShouldNotContain("secret");
    }

    protected override async Task<ICropStore> OpenAsync()
    {
        var connectionString = await azurite.ConnectionStringAsync();
        _container = new BlobServiceClient(connectionString).GetBlobContainerClient(_name);
        return BlobCrops.Open(new() { Store = CropStoreKind.AzureBlob, ConnectionString = connectionString, Container = _name });
    }

    protected override async Task<int> CountAsync()
    {
        if (!await _container!.ExistsAsync(Token)) return 0;
        var count = 0;
        await foreach (var _ in _container.GetBlobsAsync(cancellationToken: Token)) count++;
        return count;
    }

    protected override async Task CloseAsync()
    {
        if (_container is not null) await _container.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
    }
}
