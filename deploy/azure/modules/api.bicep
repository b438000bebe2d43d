// The API: a client of the silos, in an environment with a public side, where Slack and cameras reach it over TLS.
import { probes } from 'probes.bicep'

param location string
param name string
param environmentId string
param identityId string
param registryServer string
param image string

@minValue(1)
param minReplicas int

param maxReplicas int
param settings { name: string, value: string }[]

@description('Names of secrets, where they are, and the settings that they are the values of.')
param secrets { name: string, uri: string, setting: string }[]

@description('The environment\'s storage for the keys that all replicas share.')
param storageName string

resource api 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 2
      registries: [{ server: registryServer, identity: identityId }]
      secrets: map(secrets, secret => { name: secret.name, keyVaultUrl: secret.uri, identity: identityId })
      ingress: {
        external: true
        transport: 'auto'
        targetPort: 8080
        allowInsecure: false
      }
    }
    template: {
      // Longer than Shutdown:DrainFor and Shutdown:Timeout together.
      terminationGracePeriodSeconds: 60
      // The share belongs to root; the application (user 1654 of .NET's images) gets its folder.
      initContainers: [
        {
          name: 'own-data'
          image: 'mcr.microsoft.com/dotnet/runtime-deps:10.0'
          command: ['/bin/sh', '-c', 'chown 1654:1654 /data && chmod 700 /data']
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      containers: [
        {
          name: 'api'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: probes
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
          env: concat(
            settings,
            [
              { name: 'Silo__CoHosted', value: 'false' }
              { name: 'Data__Folder', value: '/data' }
              { name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }
              { name: 'Shutdown__DrainFor', value: '00:00:15' }
              { name: 'Shutdown__Timeout', value: '00:00:20' }
            ],
            map(secrets, secret => { name: secret.setting, secretRef: secret.name })
          )
        }
      ]
      volumes: [{ name: 'data', storageType: 'NfsAzureFile', storageName: storageName }]
      // Never zero: Slack waits three seconds, a cold start takes longer.
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'http', http: { metadata: { concurrentRequests: '50' } } }]
      }
    }
  }
}

output fqdn string = api.properties.configuration.ingress.fqdn
